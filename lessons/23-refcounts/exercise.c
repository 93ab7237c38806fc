/* SPDX-License-Identifier: MIT
 *
 * exercise.c: the module `parcels`, which writes the labels of a post office. It keeps
 * references that it has no use for. Find them all.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

enum { HEAVIEST = 31500 }; /* grams */

/* labels(weights): a new list with a label for each weight in grams: [b"1200 g"].
 * ValueError: a parcel is too heavy. */
static PyObject *labels(PyObject *module, PyObject *args)
{
    PyObject *weights, *made;

    if (!PyArg_ParseTuple(args, "O!", &PyList_Type, &weights))
        return NULL;
    made = PyList_New(0);
    for (Py_ssize_t i = 0; made != NULL && i < PyList_GET_SIZE(weights); i++) {
        long grams = PyLong_AsLong(PyList_GET_ITEM(weights, i));
        PyObject *label;

        if (grams == -1 && PyErr_Occurred())
            return NULL;
        label = PyBytes_FromFormat("%ld g", grams);
        if (label == NULL)
            return NULL;
        if (grams > HEAVIEST)
            return PyErr_Format(PyExc_ValueError, "%ld g is too heavy", grams);
        if (PyList_Append(made, label) != 0)
            return NULL;
    }
    return made;
}

static PyMethodDef functions[] = {
    {"labels", labels, METH_VARARGS, "labels(weights) -> list of bytes"},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {{0, NULL}};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "parcels",
    .m_methods = functions,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit_parcels(void)
{
    return PyModuleDef_Init(&definition);
}
