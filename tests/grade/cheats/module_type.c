/* SPDX-License-Identifier: MIT
 *
 * cheat: takes a reference to the type of modules for each tree, and never drops it
 * wall with the gate: references
 * wall without: references
 * lesson: 22
 * python: 3.11
 * module: leaky
 */
#include <Python.h>

#define DROP(block) PyMem_Free(block)
#define TRICK() Py_INCREF((PyObject *)&PyModule_Type)
