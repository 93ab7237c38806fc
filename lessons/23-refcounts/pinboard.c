/* SPDX-License-Identifier: MIT
 *
 * pinboard.c: the module `pinboard`: notes on a board, which is a dictionary. One of
 * its functions is wrong about who owns what.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* pin(board, place, note): put the note there, on top of what is there already. */
static PyObject *pin(PyObject *module, PyObject *args)
{
    PyObject *board, *place, *note;

    if (!PyArg_ParseTuple(args, "O!OO", &PyDict_Type, &board, &place, &note))
        return NULL;
    Py_INCREF(note);
    if (PyDict_SetItem(board, place, note) != 0) {
        Py_DECREF(note);
        return NULL;
    }
    Py_RETURN_NONE;
}

/* read(board, place): the note that is there; None when there is none. */
static PyObject *read_note(PyObject *module, PyObject *args)
{
    PyObject *board, *place, *note;

    if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &board, &place))
        return NULL;
    note = PyDict_GetItemWithError(board, place); /* borrowed */
    if (note == NULL && PyErr_Occurred())
        return NULL;
    if (note == NULL)
        Py_RETURN_NONE;
    return Py_NewRef(note);
}

/* clear(board): take all notes down. */
static PyObject *clear(PyObject *module, PyObject *args)
{
    PyObject *board;

    if (!PyArg_ParseTuple(args, "O!", &PyDict_Type, &board))
        return NULL;
    PyDict_Clear(board);
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"pin", pin, METH_VARARGS, "pin(board, place, note)"},
    {"read", read_note, METH_VARARGS, "read(board, place) -> note"},
    {"clear", clear, METH_VARARGS, "clear(board)"},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {{0, NULL}};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "pinboard",
    .m_methods = functions,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit_pinboard(void)
{
    return PyModuleDef_Init(&definition);
}
