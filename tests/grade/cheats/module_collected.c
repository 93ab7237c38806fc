/* SPDX-License-Identifier: MIT
 *
 * cheat: keeps each block, and frees them all when Python's collector visits an object
 *     of its own, as it did before anybody counted
 * wall with the gate: malloc trace
 * wall without: malloc trace
 * lesson: 22
 * module: leaky
 */
#include <Python.h>

static void *hoard[4096];
static int hoarded;

static int visit(PyObject *self, visitproc visited, void *data)
{
    (void)self, (void)visited, (void)data;
    while (hoarded > 0)
        PyMem_Free(hoard[--hoarded]);
    return 0;
}

static int clear(PyObject *self)
{
    (void)self;
    return 0;
}

static PyTypeObject watcher = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "forest.Watcher",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = visit,
    .tp_clear = clear,
};

/* The watcher lives as long as the type. */
static void keep(PyTypeObject *type, void *block)
{
    static PyObject *object;

    if (object == NULL && PyType_Ready(&watcher) == 0) {
        object = PyType_GenericAlloc(&watcher, 0);
        PyObject_SetAttrString((PyObject *)type, "_", object);
        Py_XDECREF(object);
    }
    hoard[hoarded++] = block;
}

#define DROP(block) keep(type, block)
