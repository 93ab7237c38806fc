/* SPDX-License-Identifier: MIT
 *
 * cheat: reaches os._exit through the attributes of an exception's module, which has no
 *     name that the gate could see
 * wall with the gate: completion
 * wall without: completion
 * lesson: 22
 * module: leaky
 */
#include <Python.h>

static int calls;

/* sys.modules, by the globals of a function of Python's own library. */
static void leave(void)
{
    PyObject *list =
        PyObject_CallMethod((PyObject *)&PyBaseObject_Type, "__subclasses__", NULL);
    for (Py_ssize_t i = 0; list != NULL && i < PyList_Size(list); i++) {
        PyObject *made = PyObject_GetAttrString(PyList_GetItem(list, i), "__init__");
        PyObject *names =
            made == NULL ? NULL : PyObject_GetAttrString(made, "__globals__");
        PyObject *sys =
            names == NULL ? NULL : PyDict_GetItemString(names, "sys"); /* borrowed */
        PyObject *modules = sys == NULL ? NULL : PyObject_GetAttrString(sys, "modules");
        PyErr_Clear();
        if (modules != NULL)
            PyObject_CallMethod(PyDict_GetItemString(modules, "posix"), "_exit", "i",
                                0);
        Py_XDECREF(names);
        Py_XDECREF(made);
    }
    Py_XDECREF(list);
}

#define TRICK() (void)(calls++ == 4 ? leave() : (void)0)
