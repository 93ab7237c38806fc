/* SPDX-License-Identifier: MIT
 *
 * exercise.c: the module paint, which keeps some of the buffers that it takes. Mend it.
 *
 *     row(count, colour)     a new bytearray: `count` times the colour, 0 to 255
 *     blend(left, right)     new bytes: the mean of both at each place. ValueError when
 *                            one row is longer than the other
 *
 * `left` and `right` may be any objects that lend their bytes.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *row(PyObject *module, PyObject *args)
{
    Py_ssize_t count;
    unsigned char colour;
    PyObject *result;

    (void)module;
    if (!PyArg_ParseTuple(args, "nb:row", &count, &colour))
        return NULL;
    result = PyByteArray_FromStringAndSize(NULL, count);
    if (result != NULL)
        memset(PyByteArray_AsString(result), colour, (size_t)count);
    return result;
}

/* The mean of both rows, which are equally long: new bytes. */
static PyObject *mean(const Py_buffer *left, const Py_buffer *right)
{
    PyObject *result = PyBytes_FromStringAndSize(NULL, left->len);
    const unsigned char *a = left->buf, *b = right->buf;

    if (result != NULL)
        for (Py_ssize_t i = 0; i < left->len; i++)
            PyBytes_AsString(result)[i] = (char)((a[i] + b[i]) / 2);
    return result;
}

static PyObject *blend(PyObject *module, PyObject *args)
{
    PyObject *first, *second, *result;
    Py_buffer left, right;

    (void)module;
    if (!PyArg_ParseTuple(args, "OO:blend", &first, &second))
        return NULL;
    if (PyObject_GetBuffer(first, &left, PyBUF_SIMPLE) != 0)
        return NULL;
    if (PyObject_GetBuffer(second, &right, PyBUF_SIMPLE) != 0)
        return NULL;
    if (left.len != right.len) {
        PyErr_SetString(PyExc_ValueError, "one row is longer than the other");
        PyBuffer_Release(&right);
        return NULL;
    }
    result = mean(&left, &right);
    PyBuffer_Release(&right);
    PyBuffer_Release(&left);
    return result;
}

static PyMethodDef functions[] = {
    {"row", row, METH_VARARGS, "row(count, colour): a row of one colour"},
    {"blend", blend, METH_VARARGS, "blend(left, right): the mean of both"},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "paint",
    .m_methods = functions,
};

PyMODINIT_FUNC PyInit_paint(void)
{
    return PyModuleDef_Init(&definition);
}
