/* SPDX-License-Identifier: MIT */
#include "runtime/script/settle.h"

#include <Python.h>

#include "runtime/hooks.h"

static PyObject *freeze, *unfreeze, *callbacks; /* of Python's module gc */
static PyObject *put_aside[3];                  /* the exception that was set */

void ll_settle_learn(void)
{
    PyObject *collector = PyImport_ImportModule("gc");
    PyObject *result;

    if (collector == NULL) {
        PyErr_Clear();
        return;
    }
    freeze = PyObject_GetAttrString(collector, "freeze");
    unfreeze = PyObject_GetAttrString(collector, "unfreeze");
    callbacks = PyObject_GetAttrString(collector, "callbacks");
    result = PyObject_CallMethod(collector, "set_threshold", "i", 0);
    Py_XDECREF(result);
    Py_DECREF(collector);
    PyErr_Clear();
}

void ll_script_settle(void)
{
    PyErr_Clear();
    PyGC_Enable();
    PyGC_Collect();
    PyType_ClearCache();
}

static void call(PyObject *function)
{
    PyObject *result = function == NULL ? NULL : PyObject_CallNoArgs(function);

    Py_XDECREF(result);
    PyErr_Clear();
}

/* Take out what is called when the collector runs. Returns it, a new reference. */
static PyObject *take_callbacks(void)
{
    PyObject *taken =
        callbacks == NULL ? NULL : PyList_GetSlice(callbacks, 0, PY_SSIZE_T_MAX);

    if (taken != NULL)
        PyList_SetSlice(callbacks, 0, PY_SSIZE_T_MAX, NULL);
    return taken;
}

/* In frozen objects the collector looks for nothing: it only empties the lists of free
 * objects. Else a module could free what it has kept in the functions that are called
 * when the collector visits or frees an object, or drops the exception. In Cython it
 * cannot bring a function for visits, and a function in a function is a circle that
 * only the collector frees. */
void ll_script_rest(bool collects)
{
    PyObject *taken;

#if PY_VERSION_HEX >= 0x030c0000
    put_aside[0] = PyErr_GetRaisedException();
#else
    PyErr_Fetch(&put_aside[0], &put_aside[1], &put_aside[2]);
#endif
    taken = take_callbacks();
    if (!collects)
        call(freeze);
    PyGC_Enable();
    PyGC_Collect();
    if (!collects)
        call(unfreeze);
    if (taken != NULL)
        PyList_SetSlice(callbacks, 0, 0, taken);
    Py_XDECREF(taken);
    PyType_ClearCache();
}

void ll_script_drop(void)
{
    for (size_t i = 0; i < sizeof put_aside / sizeof *put_aside; i++)
        Py_CLEAR(put_aside[i]);
}
