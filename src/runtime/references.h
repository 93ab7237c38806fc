/* SPDX-License-Identifier: MIT
 *
 * references: who holds the references of Python's objects, as far as the program's own
 * code takes and gives them. Linked into programs with an interpreter for the tool that
 * tells lost references (src/tools/lastref.c).
 *
 * How it sees them: the program is compiled with references/Python.h before Python's
 * own header. There, Py_INCREF, Py_DECREF and the functions of the API that return a
 * new reference, or steal one, are macros that call a function below with the object,
 * the line and the function that they are written in.
 *
 * What is kept for an object is a stack of the places where its count was raised and
 * not dropped again. Raising puts a place on top; dropping takes the top one away:
 *
 *     made   = PyBytes_FromString("a");     line 4
 *     Py_INCREF(made);                      line 5, line 4
 *     PyList_SetItem(list, 0, made);        line 4            the list has it now
 *
 * The stack is thrown away when the object's memory is freed, and when a new reference
 * to it turns out to be its only one.
 *
 * What is promised: "the count was raised here, and the program's code has not dropped
 * it since" is true of each place that is left, unless one of the ways below was taken.
 * Whether the object is lost is not decided here: LeakSanitizer does that.
 *
 * Not seen, and so neither raised nor dropped:
 *   - Python's own code, and other modules;
 *   - calls through pointers: type->tp_alloc(type, 0);
 *   - objects that Py_BuildValue takes over by "N";
 *   - code that was compiled without that header.
 * References of one object are alike: of two that were raised, which one a drop was
 * meant for cannot be known. It is taken to be the last.
 *
 * LEAKLAB_REFERENCES names the file that is written at the end:
 *
 *     object 0x60300000a0f0 1 bytes b'a text'   address, count, type, repr if any
 *     raised 14 PyBytes_FromString make /src/a.c   line, by, function, file: last first
 *     leads 0x60300000a0e0 0x602000000010       this block holds an address in that one
 *     end                                       or "full": not all could be kept
 *
 * Blocks are followed from those objects on, up to a limit.
 *
 * Type and repr are taken while the interpreter lives, just before it is finalised.
 * Only bytes, bytearrays, strings and numbers have a repr here: that of other objects
 * may run the program's code.
 */
#ifndef LL_RUNTIME_REFERENCES_H
#define LL_RUNTIME_REFERENCES_H

#define LL_REFERENCES_ENV "LEAKLAB_REFERENCES"

/* The folder, beside the runtime's objects, that holds the header. */
#define LL_REFERENCES_FOLDER "references"

#endif
