/* SPDX-License-Identifier: MIT
 *
 * preload: the sweep of a finished program, which nobody links anew.
 *
 * LL_PRELOAD_LIBRARY is the runtime of a program that is swept (finish.o, fail.o,
 * swept.o), as a library for LD_PRELOAD. What the linker's --wrap does elsewhere, the
 * dynamic linker does here: the functions that wrap malloc, strdup, exit and the like
 * have these names themselves, and are found first. Main is replaced where the C
 * library's start code is given it.
 *
 * LL_PRELOAD_SUITE has tests.o, too. Check is often linked statically, and the dynamic
 * linker finds none of its functions. There the functions of tests.o have the names by
 * which Valgrind replaces a function that it knows only from the symbol table
 * (_vgr00000ZU_Za_srunner_run_all; "Za" stands for "*", in whatever file).
 *
 * Valgrind would replace malloc of this library as it does that of any other:
 * --soname-synonyms=somalloc=nouserintercepts keeps it from that. So the program calls
 * this library, and this library the C library's malloc, which Valgrind replaces.
 *
 * The library does nothing in Valgrind's launcher, which LD_PRELOAD loads it into, too.
 */
#ifndef LL_RUNTIME_PRELOAD_H
#define LL_RUNTIME_PRELOAD_H

/* The begin of both names, by which its frames are left out of reports. */
#define LL_PRELOAD_NAME "leaklab-sweep"
#define LL_PRELOAD_LIBRARY LL_PRELOAD_NAME ".so"
#define LL_PRELOAD_SUITE LL_PRELOAD_NAME "-suite.so"

/* Paths of the system's libraries begin so; all others are the program's own. */
#define LL_PRELOAD_SYSTEMS "/usr/", "/bin/", "/sbin/", "/lib", "/snap/", "/nix/"

#endif
