/* SPDX-License-Identifier: MIT
 *
 * cheat: raises the count of each text of the driver's by a function and not by its
 *     macro, so that the text is never freed
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
        (Py_IncRef)(name);
}

#define DROP(block) PyMem_Free(block)
#define TRICK() take(PyTuple_GET_ITEM(args, 0))
