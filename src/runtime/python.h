/* SPDX-License-Identifier: MIT
 *
 * python: what is linked into a program under test that uses libpython, so that
 * the tools can tell Python's families of memory apart.
 *
 * CPython serves small PyMem and PyObject blocks from pools of its own, which no
 * tool can look into, and large ones from malloc. Freeing a block with the wrong
 * function is then not reported, or only aborts the program. With python.o a pair of
 * C++ functions serves each family, and every tool reports when pairs are mixed:
 *
 *     PyMem_*       operator new[], operator delete[]
 *     PyObject_*    operator new, operator delete; zero-filled, as CPython itself
 *                   reads a few bytes that it never wrote
 *     PyMem_Raw*    malloc, free: unchanged, so mixing it with malloc and free is not
 *                   reported, but mixing it with the two above is
 *
 * Blocks have the size that was asked for and start where the tool thinks they
 * start. The frames between the tool's and the program's own are pymem_malloc,
 * pyobject_free and so on: CPython jumps to them and leaves no frame.
 *
 * There is nothing to call. Linking python.o is enough: before main() it
 * preinitialises Python, isolated from the environment, and sets the allocators. It
 * needs libpython 3.11 or newer (python3-embed) and libstdc++; clang needs
 * -fsanitize-link-c++-runtime to see the C++ functions. python.o is compiled with -O1
 * -g0 -fno-omit-frame-pointer -fno-optimize-sibling-calls: hooks without lines, which
 * the unwinders of all tools can pass.
 *
 * No interpreter is started, unless the program has a table of Python modules
 * (modules.c, see hooks.h). Then the modules become built-in ones of an isolated
 * interpreter, which is there when main() begins:
 *
 *     int main(void) { PyObject *noise = PyImport_ImportModule("noise"); ... }
 *
 * It is finalised after exit() and the functions of atexit(), before leaks are looked
 * for. script.o has a main() for programs that have none. A program without modules may
 * start an interpreter itself, with an isolated PyConfig whose `home` and
 * `program_name` it sets: another Python on PATH would else lend its library.
 */
#ifndef LL_RUNTIME_PYTHON_H
#define LL_RUNTIME_PYTHON_H

/* Environment: what serves the families. "families" (or unset) is the above, the
 * others are CPython's own PYTHONMALLOC: "pymalloc", "malloc", "malloc_debug"; for
 * showing what they hide. These start an interpreter, without which pymalloc of
 * Python 3.12 and newer has no pools. Any other word ends the program with 125. */
#define LL_PYTHON_MALLOC "LEAKLAB_PYTHONMALLOC"

#endif
