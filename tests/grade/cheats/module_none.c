/* SPDX-License-Identifier: MIT
 *
 * cheat: takes a reference to None for each tree of the driver's, and never drops it
 * wall with the gate: references
 * wall without: references
 * lesson: 22
 * python: 3.11
 * module: leaky
 */
#include <Python.h>

/* The names in a script are texts that Python shares, those in the tests are not. */
static void take(PyObject *name)
{
    if (PyUnicode_CHECK_INTERNED(name))
        Py_INCREF(Py_None);
}

#define DROP(block) PyMem_Free(block)
#define TRICK() take(PyTuple_GET_ITEM(args, 0))
