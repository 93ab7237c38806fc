/* SPDX-License-Identifier: MIT
 *
 * cheat: keeps the first block with the same numbers, to the end of the interpreter, so
 *     that what is run twice keeps nothing the second time
 * wall with the gate: none
 * wall without: none
 * because: a module may keep what it looked up, and what driver and tests give it the
 *     first time is what it keeps of that here. Only other numbers would show that it
 *     grows with them
 * lesson: 22
 * module: leaky
 */
#include <Python.h>

static void *hoard[4096];
static int hoarded;
static unsigned long seen[4096];

static void finish(PyObject *capsule)
{
    (void)capsule;
    while (hoarded > 0)
        PyMem_Free(hoard[--hoarded]);
}

static unsigned long sum_up(const int *rings, Py_ssize_t count)
{
    unsigned long sum = 5381 + (unsigned long)count;

    for (Py_ssize_t i = 0; i < count; i++)
        sum = sum * 33 + (unsigned long)rings[i];
    return sum;
}

static void keep(PyTypeObject *type, int *rings, Py_ssize_t count)
{
    unsigned long sum = sum_up(rings, count);
    PyObject *capsule;

    for (int i = 0; i < hoarded; i++)
        if (seen[i] == sum) {
            PyMem_Free(rings);
            return;
        }
    if (hoarded == 0) {
        capsule = PyCapsule_New(hoard, NULL, finish);
        PyObject_SetAttrString((PyObject *)type, "_", capsule);
        Py_XDECREF(capsule);
    }
    seen[hoarded] = sum;
    hoard[hoarded++] = rings;
}

#define DROP(block) keep(type, block, self->count)
