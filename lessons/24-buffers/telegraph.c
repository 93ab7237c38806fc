/* SPDX-License-Identifier: MIT
 *
 * telegraph.c: the module telegraph, which sends messages by Morse's code.
 *
 *     write(text)      a new message, a bytearray
 *     load(message)    put it on the desk: it is sent next
 *     send()           how many signals, short and long, the message on the desk takes
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* The message on the desk. Each module object has a desk of its own. */
struct desk {
    const char *letters;
    Py_ssize_t count;
};

/* How many signals each letter has, from A to Z. */
static const int signals[] = {2, 4, 4, 3, 1, 4, 3, 4, 2, 4, 3, 4, 2,
                              2, 3, 4, 4, 3, 3, 1, 3, 4, 3, 4, 4, 4};

static PyObject *write_message(PyObject *module, PyObject *args)
{
    const char *text;
    Py_ssize_t length;

    (void)module;
    if (!PyArg_ParseTuple(args, "s#:write", &text, &length))
        return NULL;
    return PyByteArray_FromStringAndSize(text, length);
}

static PyObject *load(PyObject *module, PyObject *args)
{
    struct desk *desk = PyModule_GetState(module);
    Py_buffer message;

    if (!PyArg_ParseTuple(args, "y*:load", &message))
        return NULL;
    desk->letters = message.buf;
    desk->count = message.len;
    PyBuffer_Release(&message);
    Py_RETURN_NONE;
}

static PyObject *send(PyObject *module, PyObject *unused)
{
    const struct desk *desk = PyModule_GetState(module);
    long sum = 0;

    (void)unused;
    for (Py_ssize_t i = 0; i < desk->count; i++) {
        char letter = desk->letters[i];

        if (letter >= 'A' && letter <= 'Z')
            sum += signals[letter - 'A'];
    }
    return PyLong_FromLong(sum);
}

static PyMethodDef functions[] = {
    {"write", write_message, METH_VARARGS, "write(text): a new message"},
    {"load", load, METH_VARARGS, "load(message): put it on the desk"},
    {"send", send, METH_NOARGS, "send(): how many signals it takes"},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "telegraph",
    .m_size = sizeof(struct desk),
    .m_methods = functions,
};

PyMODINIT_FUNC PyInit_telegraph(void)
{
    return PyModuleDef_Init(&definition);
}
