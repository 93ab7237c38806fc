/* SPDX-License-Identifier: MIT
 *
 * bakery.c: the module bakery, which bakes fortune cookies.
 *
 *     Cookie(fortune)   a new cookie, with a slip of paper in it
 *     cookie.weight()   what it weighs with its slip, in tenths of a gram
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <string.h>

enum { DOUGH = 80, PAPER_PER_LETTER = 1 };

struct cookie {
    PyObject_HEAD
    char *slip; /* owned, of PyMem */
    Py_ssize_t letters;
};

static PyObject *cookie_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"fortune", NULL};
    const char *fortune;
    Py_ssize_t letters;
    struct cookie *self;

    if (!PyArg_ParseTupleAndKeywords(args, keywords, "s#:Cookie", names, &fortune,
                                     &letters))
        return NULL;
    self = (struct cookie *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    self->slip = PyMem_Malloc((size_t)letters + 1);
    if (self->slip == NULL) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    memcpy(self->slip, fortune, (size_t)letters + 1);
    self->letters = letters;
    return (PyObject *)self;
}

/* Somebody has eaten the cookie. */
static void cookie_dealloc(PyObject *object)
{
    struct cookie *self = (struct cookie *)object;
    PyTypeObject *type = Py_TYPE(object);

    type->tp_free(object);
    PyMem_Free(self->slip);
    Py_DECREF(type);
}

static PyObject *cookie_weight(PyObject *object, PyObject *unused)
{
    const struct cookie *self = (const struct cookie *)object;

    (void)unused;
    return PyLong_FromSsize_t(DOUGH + PAPER_PER_LETTER * self->letters);
}

static PyMethodDef methods[] = {
    {"weight", cookie_weight, METH_NOARGS, "weight(): in tenths of a gram"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot cookie_slots[] = {
    {Py_tp_doc, "Cookie(fortune): a new cookie, with a slip of paper in it"},
    {Py_tp_new, cookie_new},
    {Py_tp_dealloc, cookie_dealloc},
    {Py_tp_methods, methods},
    {0, NULL},
};

static PyType_Spec cookie_spec = {
    .name = "bakery.Cookie",
    .basicsize = sizeof(struct cookie),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = cookie_slots,
};

static int add_types(PyObject *module)
{
    PyObject *cookie = PyType_FromModuleAndSpec(module, &cookie_spec, NULL);
    int status;

    if (cookie == NULL)
        return -1;
    status = PyModule_AddType(module, (PyTypeObject *)cookie);
    Py_DECREF(cookie);
    return status;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, add_types},
    {0, NULL},
};

static struct PyModuleDef definition = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "bakery",
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit_bakery(void)
{
    return PyModuleDef_Init(&definition);
}
