/* SPDX-License-Identifier: MIT
 *
 * exercise.c: the module forest, whose trees leave too much behind. Mend it.
 *
 *     Tree(name)         a tree with a name, and without a ring
 *     tree.grow(width)   one ring more, so many millimetres wide. ValueError when that
 *                        is not positive. MemoryError: the tree is as it was
 *     tree.name()        its name
 *     tree.rings()       how wide its rings are: a tuple, the oldest ring first
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <string.h>

enum { ROOM_STEP = 4 };

struct tree {
    PyObject_HEAD
    char *name; /* owned, of PyMem */
    int *rings; /* owned, of PyMem: `count` of them, and room for `room` */
    Py_ssize_t count, room;
};

/* Returns a new copy of `text`, of PyMem; NULL when there is no memory. */
static char *copy(const char *text)
{
    size_t size = strlen(text) + 1;
    char *result = PyMem_Malloc(size);

    return result == NULL ? NULL : memcpy(result, text, size);
}

static PyObject *tree_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"name", NULL};
    const char *name;
    struct tree *self;

    if (!PyArg_ParseTupleAndKeywords(args, keywords, "s:Tree", names, &name))
        return NULL;
    self = (struct tree *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    self->name = copy(name);
    self->rings = PyMem_New(int, ROOM_STEP);
    if (self->name == NULL || self->rings == NULL) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    self->room = ROOM_STEP;
    return (PyObject *)self;
}

static void tree_dealloc(PyObject *object)
{
    struct tree *self = (struct tree *)object;
    PyTypeObject *type = Py_TYPE(object);

    PyMem_Free(self->name);
    type->tp_free(object);
    Py_DECREF(type);
}

/* Make room for ROOM_STEP more rings. Returns -1 and sets MemoryError when there is no
 * memory for them: the tree is as it was. */
static int tree_extend(struct tree *self)
{
    PyMem_Resize(self->rings, int, (size_t)(self->room + ROOM_STEP));
    if (self->rings == NULL) {
        self->count = self->room = 0;
        PyErr_NoMemory();
        return -1;
    }
    self->room += ROOM_STEP;
    return 0;
}

static PyObject *tree_grow(PyObject *object, PyObject *args)
{
    struct tree *self = (struct tree *)object;
    int width;

    if (!PyArg_ParseTuple(args, "i:grow", &width))
        return NULL;
    if (width <= 0) {
        PyErr_SetString(PyExc_ValueError, "a ring cannot be that narrow");
        return NULL;
    }
    if (self->count == self->room && tree_extend(self) != 0)
        return NULL;
    self->rings[self->count++] = width;
    Py_RETURN_NONE;
}

static PyObject *tree_name(PyObject *object, PyObject *unused)
{
    const struct tree *self = (const struct tree *)object;

    (void)unused;
    return PyUnicode_FromString(self->name);
}

static PyObject *tree_rings(PyObject *object, PyObject *unused)
{
    const struct tree *self = (const struct tree *)object;
    PyObject *result = PyTuple_New(self->count);

    (void)unused;
    for (Py_ssize_t i = 0; result != NULL && i < self->count; i++) {
        PyObject *width = PyLong_FromLong(self->rings[i]);
        if (width == NULL)
            Py_CLEAR(result);
        else
            PyTuple_SET_ITEM(result, i, width); /* takes the reference */
    }
    return result;
}

static PyMethodDef methods[] = {
    {"grow", tree_grow, METH_VARARGS, "grow(width): one ring more"},
    {"name", tree_name, METH_NOARGS, "name(): its name"},
    {"rings", tree_rings, METH_NOARGS, "rings(): how wide they are"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot tree_slots[] = {
    {Py_tp_doc, "Tree(name): a tree without a ring"},
    {Py_tp_new, tree_new},
    {Py_tp_dealloc, tree_dealloc},
    {Py_tp_methods, methods},
    {0, NULL},
};

static PyType_Spec tree_spec = {
    .name = "forest.Tree",
    .basicsize = sizeof(struct tree),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = tree_slots,
};

static int add_types(PyObject *module)
{
    PyObject *tree = PyType_FromModuleAndSpec(module, &tree_spec, NULL);
    int status;

    if (tree == NULL)
        return -1;
    status = PyModule_AddType(module, (PyTypeObject *)tree);
    Py_DECREF(tree);
    return status;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, add_types},
    {0, NULL},
};

static struct PyModuleDef definition = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "forest",
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit_forest(void)
{
    return PyModuleDef_Init(&definition);
}
