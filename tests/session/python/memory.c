/* SPDX-License-Identifier: MIT
 *
 * An extension module with one function, copy(text): it leaks its block when the text
 * is too long, and frees it with the wrong function when it is empty. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdlib.h>
#include <string.h>

static PyObject *copy(PyObject *module, PyObject *text)
{
    Py_ssize_t length;
    const char *bytes = PyUnicode_AsUTF8AndSize(text, &length);
    if (bytes == NULL)
        return NULL;
    char *block = PyMem_Malloc((size_t)length + 1);
    if (block == NULL)
        return PyErr_NoMemory();
    memcpy(block, bytes, (size_t)length + 1);
    if (length > 10) {
        PyErr_SetString(PyExc_ValueError, "the text is too long");
        return NULL;
    }
    PyObject *result = PyBytes_FromStringAndSize(block, length);
    if (length == 0)
        free(block);
    else
        PyMem_Free(block);
    return result;
}

static PyMethodDef methods[] = {{"copy", copy, METH_O, "Copy a text."},
                                {NULL, NULL, 0, NULL}};

static struct PyModuleDef definition = {
    .m_base = PyModuleDef_HEAD_INIT, .m_name = "memory", .m_methods = methods};

PyMODINIT_FUNC PyInit_memory(void);

PyMODINIT_FUNC PyInit_memory(void)
{
    return PyModuleDef_Init(&definition);
}
