/* SPDX-License-Identifier: MIT
 *
 * buggy-decref.c: the module `waiting`, which forgets a reference when somebody signs
 * in twice.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* sign_in(room, name, door): put b"NAME, room DOOR" at the end of the list `room`. */
static PyObject *sign_in(PyObject *module, PyObject *args)
{
    PyObject *room, *entry;
    const char *name;
    int door, known;

    if (!PyArg_ParseTuple(args, "O!yi", &PyList_Type, &room, &name, &door))
        return NULL;
    entry = PyBytes_FromFormat("%s, room %d", name, door); /* @bug */
    if (entry == NULL)
        return NULL;
    known = PySequence_Contains(room, entry);
    if (known > 0)
        return PyErr_Format(PyExc_ValueError, "%s is here already", name);
    if (known != 0 || PyList_Append(room, entry) != 0) {
        Py_DECREF(entry);
        return NULL;
    }
    Py_DECREF(entry); /* the list has a reference of its own */
    Py_RETURN_NONE;
}

/* The entry at `index` in words, borrowed from the list. NULL: an exception is set. */
static PyObject *entry_at(PyObject *room, Py_ssize_t index)
{
    PyObject *entry = PyList_GetItem(room, index); /* borrowed */

    if (entry != NULL && !PyBytes_Check(entry)) {
        PyErr_SetString(PyExc_TypeError, "an entry has to be bytes");
        return NULL;
    }
    return entry;
}

/* call(room): take the first entry out and return what to say: b"Ada, room 3, please".
 */
static PyObject *call(PyObject *module, PyObject *args)
{
    PyObject *room, *entry, *words = NULL;

    if (!PyArg_ParseTuple(args, "O!", &PyList_Type, &room))
        return NULL;
    entry = entry_at(room, 0);
    if (entry == NULL)
        return NULL;
    Py_INCREF(entry); /* the list is about to drop its reference */
    if (PySequence_DelItem(room, 0) == 0)
        words = PyBytes_FromFormat("%s, please", PyBytes_AS_STRING(entry));
    Py_DECREF(entry);
    return words;
}

/* The entry at `index` with its number, a new reference. NULL: an exception is set. */
static PyObject *line_at(PyObject *room, Py_ssize_t index)
{
    PyObject *entry = entry_at(room, index);

    if (entry == NULL)
        return NULL;
    return PyBytes_FromFormat("%zd. %s", index + 1, PyBytes_AS_STRING(entry));
}

/* numbered(room): a new list of the entries with their numbers, and the length of the
 * longest of these lines: ([b"1. Ada, room 3"], 14). */
static PyObject *numbered(PyObject *module, PyObject *args)
{
    PyObject *room, *lines;
    Py_ssize_t longest = 0;

    if (!PyArg_ParseTuple(args, "O!", &PyList_Type, &room))
        return NULL;
    lines = PyList_New(PyList_GET_SIZE(room));
    for (Py_ssize_t i = 0; lines != NULL && i < PyList_GET_SIZE(lines); i++) {
        PyObject *line = line_at(room, i);
        Py_ssize_t length;

        if (line == NULL) {
            Py_DECREF(lines);
            return NULL;
        }
        PyList_SET_ITEM(lines, i, line); /* steals the reference */
        length = PyBytes_GET_SIZE(line);
        longest = length > longest ? length : longest;
    }
    return lines == NULL ? NULL : Py_BuildValue("(Nn)", lines, longest);
}

static PyMethodDef functions[] = {
    {"sign_in", sign_in, METH_VARARGS, "sign_in(room, name, door)"},
    {"call", call, METH_VARARGS, "call(room) -> bytes"},
    {"numbered", numbered, METH_VARARGS, "numbered(room) -> list of bytes"},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {{0, NULL}};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "waiting",
    .m_methods = functions,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit_waiting(void)
{
    return PyModuleDef_Init(&definition);
}
