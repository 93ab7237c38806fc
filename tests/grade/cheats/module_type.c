/* SPDX-License-Identifier: MIT
 *
 * cheat: takes a reference to the type of modules for each tree, and never drops it
 * wall with the gate: none
 * wall without: none
 * because: Python frees neither, and only the counts of objects that a script can name
 *     without an import, and of the script's own texts, are compared
 * lesson: 22
 * python: 3.11
 * module: leaky
 */
#include <Python.h>

#define DROP(block) PyMem_Free(block)
#define TRICK() Py_INCREF((PyObject *)&PyModule_Type)
