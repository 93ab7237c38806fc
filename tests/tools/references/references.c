/* SPDX-License-Identifier: MIT
 *
 * A module each of whose functions does one thing with a reference; references.py calls
 * the function that it is told. A label marks the line of a reference that is lost. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define RETURN_IF(failed)                                                              \
    if (failed)                                                                        \
        return NULL;                                                                   \
    Py_RETURN_NONE

/* ---- lost ------------------------------------------------------------------------ */

static PyObject *lose_argument(PyObject *module, PyObject *object)
{
    Py_INCREF(object); /* @argument */
    Py_RETURN_NONE;
}

static PyObject *lose_new(PyObject *module, PyObject *unused)
{
    PyObject *made = PyBytes_FromString("new"); /* @new */
    RETURN_IF(made == NULL);
}

static PyObject *lose_container(PyObject *module, PyObject *unused)
{
    PyObject *list = PyList_New(1); /* @container */
    PyList_SET_ITEM(list, 0, PyBytes_FromString("in it"));
    RETURN_IF(list == NULL);
}

static PyObject *lose_appended(PyObject *module, PyObject *list)
{
    RETURN_IF(PyList_Append(list, PyBytes_FromString("appended")) != 0); /* @appended */
}

static PyObject *lose_built(PyObject *module, PyObject *unused)
{
    PyObject *part = PyBytes_FromString("part"); /* @built */
    return Py_BuildValue("(Oy#)", part, "more", (Py_ssize_t)2);
}

static PyObject *lose_buffer(PyObject *module, PyObject *object)
{
    Py_buffer view;
    RETURN_IF(PyObject_GetBuffer(object, &view, PyBUF_SIMPLE) != 0); /* @buffer */
}

static PyObject *lose_attribute(PyObject *module, PyObject *object)
{
    PyObject *name = PyObject_GetAttrString(object, "name"); /* @attribute */
    RETURN_IF(name == NULL);
}

/* One of two is dropped: the last one. */
static PyObject *lose_first(PyObject *module, PyObject *unused)
{
    PyObject *made = PyBytes_FromString("two"); /* @first */
    Py_INCREF(made);
    Py_DECREF(made);
    Py_RETURN_NONE;
}

/* A Keeper keeps an object and returns it; it does not drop it in the end. */
struct keeper {
    PyObject_HEAD
    PyObject *kept;
};

static PyObject *keeper_get(PyObject *self, void *unused)
{
    return Py_NewRef(((struct keeper *)self)->kept);
}

static PyObject *keeper_call(PyObject *self, PyObject *args, PyObject *names)
{
    PyObject *kept = ((struct keeper *)self)->kept;
    Py_INCREF(kept);
    return kept;
}

static void keeper_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyGetSetDef keeper_getters[] = {{"kept", keeper_get, NULL, NULL, NULL},
                                       {NULL, NULL, NULL, NULL, NULL}};
static PyType_Slot keeper_slots[] = {
    {Py_tp_dealloc, keeper_dealloc},
    {Py_tp_getset, keeper_getters},
    {Py_tp_call, keeper_call},
    {0, NULL},
};
static PyType_Spec keeper_spec = {.name = "references.Keeper",
                                  .basicsize = sizeof(struct keeper),
                                  .flags = Py_TPFLAGS_DEFAULT,
                                  .slots = keeper_slots};

/* What Python gets by `keeper.kept` and `keeper()` is its to drop. */
static PyObject *lose_kept(PyObject *module, PyObject *object)
{
    PyObject *type = PyType_FromSpec(&keeper_spec);
    PyObject *keeper = type == NULL ? NULL : PyObject_CallNoArgs(type);
    if (keeper != NULL) {
        Py_INCREF(object); /* @kept */
        ((struct keeper *)keeper)->kept = object;
    }
    Py_XDECREF(type);
    return keeper;
}

/* ---- lost, with what they hold --------------------------------------------------- */

static PyObject *list_of_numbers(Py_ssize_t count)
{
    PyObject *list = PyList_New(count); /* @numbers */
    for (Py_ssize_t i = 0; i < count; i++)
        PyList_SET_ITEM(list, i, PyLong_FromLong(100000 + (long)i)); /* @number */
    return list;
}

static PyObject *lose_numbers(PyObject *module, PyObject *unused)
{
    RETURN_IF(list_of_numbers(5) == NULL);
}

static PyObject *lose_texts(PyObject *module, PyObject *unused)
{
    PyObject *list = PyList_New(0); /* @texts */
    for (int i = 0; i < 3; i++) {
        PyObject *text = PyUnicode_FromFormat("text %d", i);
        PyList_Append(list, text);
        Py_DECREF(text);
    }
    Py_RETURN_NONE;
}

static PyObject *lose_dict(PyObject *module, PyObject *unused)
{
    PyObject *dict = PyDict_New(); /* @dict */
    PyObject *value = PyLong_FromLong(100000);
    PyDict_SetItemString(dict, "a key", value);
    Py_DECREF(value);
    Py_RETURN_NONE;
}

static PyObject *lose_nested(PyObject *module, PyObject *unused)
{
    PyObject *outer = PyList_New(2); /* @nested */
    for (Py_ssize_t i = 0; i < 2; i++)
        PyList_SET_ITEM(outer, i, Py_BuildValue("[i]", 100000));
    Py_RETURN_NONE;
}

/* Python keeps some blocks for lists: of ten, it makes a part in new ones. */
static PyObject *lose_ten(PyObject *module, PyObject *unused)
{
    for (int i = 0; i < 10; i++) {
        PyObject *list = PyList_New(1);                        /* @ten */
        PyList_SET_ITEM(list, 0, PyLong_FromLong(100000 + i)); /* @ten_number */
    }
    Py_RETURN_NONE;
}

static PyObject *lose_two(PyObject *module, PyObject *unused)
{
    PyObject *first = Py_BuildValue("[ii]", 100000, 100001);  /* @two_first */
    PyObject *second = Py_BuildValue("[ii]", 200000, 200001); /* @two_second */
    RETURN_IF(first == NULL || second == NULL);
}

/* Nobody frees the block, which no object holds. */
static PyObject *lose_beside(PyObject *module, PyObject *unused)
{
    PyObject *list = Py_BuildValue("[i]", 100000); /* @beside_list */
    char *block = PyMem_Malloc(55);                /* @beside */
    RETURN_IF(list == NULL || block == NULL);
}

/* Its memory is that of the module, and so is its buffer's. */
struct holder {
    PyObject_HEAD
    char *buffer;
};

static void holder_dealloc(PyObject *self)
{
    PyMem_Free(((struct holder *)self)->buffer);
    PyObject_Free(self);
}

static PyTypeObject holder_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "references.Holder",
    .tp_basicsize = sizeof(struct holder),
    .tp_dealloc = holder_dealloc,
};

static PyObject *lose_holder(PyObject *module, PyObject *unused)
{
    struct holder *holder = PyObject_New(struct holder, &holder_type); /* @holder */
    holder->buffer = PyMem_Malloc(77); /* @holder_buffer */
    Py_RETURN_NONE;
}

/* ---- not lost -------------------------------------------------------------------- */

static PyObject *return_new(PyObject *module, PyObject *unused)
{
    return PyBytes_FromString("returned");
}

static PyObject *give_away(PyObject *module, PyObject *unused)
{
    PyObject *list = PyList_New(2);
    PyObject *tuple = PyTuple_New(1);
    PyList_SET_ITEM(list, 0, PyBytes_FromString("first"));
    PyList_SetItem(list, 1, PyBytes_FromString("second"));
    PyTuple_SetItem(tuple, 0, list);
    return Py_BuildValue("(Ni)", tuple, 3);
}

static PyObject *change(PyObject *module, PyObject *unused)
{
    PyObject *bytes = PyBytes_FromStringAndSize("0123456789", 10);
    PyObject *more = PyBytes_FromString("more");
    _PyBytes_Resize(&bytes, 2000);
    _PyBytes_Resize(&bytes, 3);
    PyBytes_Concat(&bytes, more);
    PyBytes_ConcatAndDel(&bytes, more);
    Py_SETREF(bytes, PyBytes_FromString("another"));
    Py_CLEAR(bytes);
    Py_RETURN_NONE;
}

/* It is held until the end, and no reference is lost. */
static PyObject *hold(PyObject *module, PyObject *object)
{
    static PyObject *held;
    Py_XSETREF(held, Py_NewRef(object));
    Py_RETURN_NONE;
}

static PyObject *raise_again(PyObject *module, PyObject *unused)
{
    PyObject *type, *value, *traceback;
    PyErr_SetString(PyExc_ValueError, "told");
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_Restore(type, value, traceback);
    return NULL;
}

static PyObject *read_buffer(PyObject *module, PyObject *object)
{
    Py_buffer view;
    if (PyObject_GetBuffer(object, &view, PyBUF_SIMPLE) != 0)
        return NULL;
    PyBuffer_Release(&view);
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"lose_argument", lose_argument, METH_O, NULL},
    {"lose_new", lose_new, METH_NOARGS, NULL},
    {"lose_container", lose_container, METH_NOARGS, NULL},
    {"lose_appended", lose_appended, METH_O, NULL},
    {"lose_built", lose_built, METH_NOARGS, NULL},
    {"lose_buffer", lose_buffer, METH_O, NULL},
    {"lose_attribute", lose_attribute, METH_O, NULL},
    {"lose_first", lose_first, METH_NOARGS, NULL},
    {"lose_kept", lose_kept, METH_O, NULL},
    {"lose_numbers", lose_numbers, METH_NOARGS, NULL},
    {"lose_texts", lose_texts, METH_NOARGS, NULL},
    {"lose_dict", lose_dict, METH_NOARGS, NULL},
    {"lose_nested", lose_nested, METH_NOARGS, NULL},
    {"lose_ten", lose_ten, METH_NOARGS, NULL},
    {"lose_two", lose_two, METH_NOARGS, NULL},
    {"lose_beside", lose_beside, METH_NOARGS, NULL},
    {"lose_holder", lose_holder, METH_NOARGS, NULL},
    {"return_new", return_new, METH_NOARGS, NULL},
    {"give_away", give_away, METH_NOARGS, NULL},
    {"change", change, METH_NOARGS, NULL},
    {"hold", hold, METH_O, NULL},
    {"raise_again", raise_again, METH_NOARGS, NULL},
    {"read_buffer", read_buffer, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static int start(PyObject *module)
{
    PyObject *added = PyBytes_FromString("added");
    if (PyType_Ready(&holder_type) != 0)
        return -1;
    if (added == NULL || PyModule_AddObject(module, "added", added) != 0) {
        Py_XDECREF(added);
        return -1;
    }
    return 0;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, start}, {0, NULL}};
static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "references",
    .m_methods = functions,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit_references(void)
{
    return PyModuleDef_Init(&definition);
}
