/* SPDX-License-Identifier: MIT
 *
 * hidden.c FAULT SIZE: one fault with one block, for scripts/python-settings, which
 * runs it with each setting of Python's allocators. Without arguments it lists the
 * faults.
 */
#include <Python.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void free_mem(size_t size)
{
    free(PyMem_Malloc(size));
}

static void free_raw(size_t size)
{
    free(PyMem_RawMalloc(size));
}

static void mem_free(size_t size)
{
    PyMem_Free(malloc(size));
}

static void obj_free_mem(size_t size)
{
    PyObject_Free(PyMem_Malloc(size));
}

static void mem_free_raw(size_t size)
{
    PyMem_Free(PyMem_RawMalloc(size));
}

static void resize_raw(size_t size)
{
    PyMem_Free(PyMem_Realloc(PyMem_RawMalloc(size), 2 * size));
}

static void lose(size_t size)
{
    memset(PyMem_Malloc(size), 1, size);
}

static void use_after_free(size_t size)
{
    volatile char *block = PyMem_Malloc(size);

    PyMem_Free((void *)block);
    block[size / 2] = 1;
}

static void free_twice(size_t size)
{
    void *block = PyMem_Malloc(size);

    PyMem_Free(block);
    PyMem_Free(block);
}

static void write_past_end(size_t size)
{
    volatile char *block = PyMem_Malloc(size);

    block[size] = 1;
    PyMem_Free((void *)block);
}

static const struct {
    const char *name;
    void (*make)(size_t size);
} faults[] = {
    {"PyMem_Malloc, free", free_mem},
    {"PyMem_RawMalloc, free", free_raw},
    {"malloc, PyMem_Free", mem_free},
    {"PyMem_Malloc, PyObject_Free", obj_free_mem},
    {"PyMem_RawMalloc, PyMem_Free", mem_free_raw},
    {"PyMem_RawMalloc, PyMem_Realloc", resize_raw},
    {"PyMem_Malloc, never freed", lose},
    {"PyMem_Malloc, used after PyMem_Free", use_after_free},
    {"PyMem_Malloc, PyMem_Free twice", free_twice},
    {"PyMem_Malloc, a byte written past its end", write_past_end},
};
enum { FAULTS = sizeof faults / sizeof faults[0] };

int main(int argc, char **argv)
{
    if (argc < 3)
        for (int i = 0; i < FAULTS; i++)
            puts(faults[i].name);
    for (int i = 0; i < FAULTS && argc > 2; i++)
        if (strcmp(argv[1], faults[i].name) == 0)
            faults[i].make((size_t)atoi(argv[2]));
    if (Py_IsInitialized()) /* with Python's own allocators */
        Py_Finalize();
    return 0;
}
