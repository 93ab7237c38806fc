/* SPDX-License-Identifier: MIT
 *
 * buggy-family.c: the module knitting, whose scarves free their rows by another family.
 *
 *     Scarf(rows)        a new scarf. `rows` is a text with a letter for each row
 *     scarf.knit(rows)   knit more rows on. MemoryError: the scarf is as it was
 *     scarf.rows()       all of its rows, as a text
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <string.h>

struct scarf {
    PyObject_HEAD
    char *rows; /* owned, of PyMem; a letter for each row */
    Py_ssize_t length;
};

static PyObject *scarf_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"rows", NULL};
    const char *rows;
    Py_ssize_t length;
    struct scarf *self;

    if (!PyArg_ParseTupleAndKeywords(args, keywords, "s#:Scarf", names, &rows, &length))
        return NULL;
    self = (struct scarf *)type->tp_alloc(type, 0); /* all of its members are 0 */
    if (self == NULL)
        return NULL;
    self->rows = PyMem_Malloc((size_t)length); /* @cast-on */
    if (self->rows == NULL) {
        Py_DECREF(self); /* it was the only reference */
        return PyErr_NoMemory();
    }
    memcpy(self->rows, rows, (size_t)length);
    self->length = length;
    return (PyObject *)self;
}

static void scarf_dealloc(PyObject *object)
{
    struct scarf *self = (struct scarf *)object;
    PyTypeObject *type = Py_TYPE(object);

    PyObject_Free(self->rows); /* @freed */
    type->tp_free(object);
    Py_DECREF(type); /* each object holds a reference to its type */
}

static PyObject *scarf_knit(PyObject *object, PyObject *args)
{
    struct scarf *self = (struct scarf *)object;
    const char *rows;
    char *longer;
    Py_ssize_t length;

    if (!PyArg_ParseTuple(args, "s#:knit", &rows, &length))
        return NULL;
    if (length > PY_SSIZE_T_MAX - self->length)
        return PyErr_NoMemory();
    longer = PyMem_Realloc(self->rows, (size_t)(self->length + length));
    if (longer == NULL)
        return PyErr_NoMemory();
    self->rows = longer;
    memcpy(self->rows + self->length, rows, (size_t)length);
    self->length += length;
    Py_RETURN_NONE;
}

static PyObject *scarf_rows(PyObject *object, PyObject *unused)
{
    const struct scarf *self = (const struct scarf *)object;

    (void)unused;
    return PyUnicode_FromStringAndSize(self->rows, self->length);
}

static PyMethodDef methods[] = {
    {"knit", scarf_knit, METH_VARARGS, "knit(rows): knit more rows on"},
    {"rows", scarf_rows, METH_NOARGS, "rows(): all of its rows, a letter each"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot scarf_slots[] = {
    {Py_tp_doc, "Scarf(rows): a new scarf, with a letter for each row"},
    {Py_tp_new, scarf_new},
    {Py_tp_dealloc, scarf_dealloc},
    {Py_tp_methods, methods},
    {0, NULL},
};

static PyType_Spec scarf_spec = {
    .name = "knitting.Scarf",
    .basicsize = sizeof(struct scarf),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = scarf_slots,
};

static int add_types(PyObject *module)
{
    PyObject *scarf = PyType_FromModuleAndSpec(module, &scarf_spec, NULL);
    int status;

    if (scarf == NULL)
        return -1;
    status = PyModule_AddType(module, (PyTypeObject *)scarf);
    Py_DECREF(scarf); /* the module has a reference of its own */
    return status;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, add_types},
    {0, NULL},
};

static struct PyModuleDef definition = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "knitting",
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit_knitting(void)
{
    return PyModuleDef_Init(&definition);
}
