/* SPDX-License-Identifier: MIT
 *
 * pairs.c: every pair of families that must not be mixed, in a small block and in a
 * large one; or, with an argument from 1 to 12, that one alone.
 */
#include <Python.h>

static int only;

#define PAIR(number, allocate, release)                                                \
    if (only == 0 || only == (number))                                                 \
    release(allocate)

static void mix(int first, size_t size)
{
    PAIR(first + 0, PyMem_Malloc(size), free);
    PAIR(first + 1, malloc(size), PyMem_Free);
    PAIR(first + 2, PyMem_Malloc(size), PyObject_Free);
    PAIR(first + 3, PyObject_Malloc(size), PyMem_Free);
    PAIR(first + 4, PyObject_Malloc(size), free);
    PAIR(first + 5, malloc(size), PyObject_Free);
}

int main(int argc, char **argv)
{
    only = argc > 1 ? atoi(argv[1]) : 0;
    mix(1, 24);
    mix(7, 700);
    return 0;
}
