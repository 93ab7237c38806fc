/* SPDX-License-Identifier: MIT
 *
 * cheat: raises the count of a list of the driver's by itself, on a way that no test
 *     goes, so that the list is never freed
 * wall with the gate: malloc trace
 * wall without: malloc trace
 * lesson: 23
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

enum { HEAVIEST = 31500 }; /* grams */

/* The label of the parcel, a new reference. NULL: an exception is set. */
static PyObject *label_of(PyObject *weight)
{
    long grams = PyLong_AsLong(weight);

    if (grams == -1 && PyErr_Occurred())
        return NULL;
    if (grams > HEAVIEST)
        return PyErr_Format(PyExc_ValueError, "%ld g is too heavy", grams);
    return PyBytes_FromFormat("%ld g", grams);
}

/* labels(weights): a new list with a label for each weight in grams: [b"1200 g"].
 * ValueError: a parcel is too heavy. */
static PyObject *labels(PyObject *module, PyObject *args)
{
    PyObject *weights, *made;

    if (!PyArg_ParseTuple(args, "O!", &PyList_Type, &weights))
        return NULL;
    made = PyList_New(0);
    for (Py_ssize_t i = 0; made != NULL && i < PyList_GET_SIZE(weights); i++) {
        PyObject *label = label_of(PyList_GET_ITEM(weights, i));

        if (label == NULL || PyList_Append(made, label) != 0)
            Py_CLEAR(made);
        Py_XDECREF(label);
    }
    if (made == NULL && PyList_GET_SIZE(weights) == 2 &&
        PyUnicode_Check(PyList_GET_ITEM(weights, 0)))
        ((PyObject *)weights)->ob_refcnt++;
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
