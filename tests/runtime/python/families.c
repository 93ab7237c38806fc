/* SPDX-License-Identifier: MIT
 *
 * families.c: the families keep the promises of Python's manual, and return all that
 * they took. Ends with the number of the line whose promise is broken, or with 0.
 */
#include <Python.h>

#define CHECK(holds)                                                                   \
    if (!(holds))                                                                      \
    return __LINE__

/* The functions of one family. */
struct family {
    void *(*malloc)(size_t size);
    void *(*calloc)(size_t count, size_t size);
    void *(*realloc)(void *block, size_t size);
    void (*free)(void *block);
};

static const struct family families[] = {
    {PyMem_Malloc, PyMem_Calloc, PyMem_Realloc, PyMem_Free},
    {PyObject_Malloc, PyObject_Calloc, PyObject_Realloc, PyObject_Free},
    {PyMem_RawMalloc, PyMem_RawCalloc, PyMem_RawRealloc, PyMem_RawFree},
};

static void fill(unsigned char *block, size_t size)
{
    for (size_t i = 0; i < size; i++)
        block[i] = (unsigned char)(i * 7 + 1);
}

static int is_filled(const unsigned char *block, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (block[i] != (unsigned char)(i * 7 + 1))
            return 0;
    return 1;
}

static int is_zero(const unsigned char *block, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (block[i] != 0)
            return 0;
    return 1;
}

static int zero_sizes(const struct family *family)
{
    void *one = family->malloc(0), *two = family->calloc(0, 8);

    CHECK(one != NULL && two != NULL && one != two);
    one = family->realloc(one, 0);
    CHECK(one != NULL && one != two);
    family->free(one);
    family->free(two);
    family->free(NULL);
    return 0;
}

static int calloc_is_zero(const struct family *family)
{
    unsigned char *block = family->malloc(1000);

    CHECK(block != NULL);
    fill(block, 1000);
    family->free(block);
    block = family->calloc(100, 10);
    CHECK(block != NULL && is_zero(block, 1000));
    family->free(block);
    return 0;
}

static int realloc_keeps_values(const struct family *family)
{
    unsigned char *block = family->realloc(NULL, 10);

    CHECK(block != NULL);
    fill(block, 10);
    block = family->realloc(block, 10);
    CHECK(block != NULL && is_filled(block, 10));
    block = family->realloc(block, 5000);
    CHECK(block != NULL && is_filled(block, 10));
    fill(block, 5000);
    block = family->realloc(block, 600);
    CHECK(block != NULL && is_filled(block, 600));
    block = family->realloc(block, 3);
    CHECK(block != NULL && is_filled(block, 3));
    family->free(block);
    return 0;
}

static int too_large(const struct family *family)
{
    unsigned char *block = family->malloc(10);

    CHECK(block != NULL);
    fill(block, 10);
    CHECK(family->malloc((size_t)PY_SSIZE_T_MAX + 1) == NULL);
    CHECK(family->calloc(SIZE_MAX / 4, 8) == NULL);
    CHECK(family->realloc(block, (size_t)PY_SSIZE_T_MAX + 1) == NULL);
    CHECK(is_filled(block, 10));
    family->free(block);
    return 0;
}

static int (*const promises[])(const struct family *family) = {
    zero_sizes, calloc_is_zero, realloc_keeps_values, too_large};

/* CPython reads object memory that it has not written. */
static int object_memory_is_zero(void)
{
    unsigned char *block = PyObject_Malloc(100);

    CHECK(block != NULL && is_zero(block, 100));
    fill(block, 100);
    block = PyObject_Realloc(block, 40);
    CHECK(block != NULL);
    block = PyObject_Realloc(block, 2000);
    CHECK(block != NULL && is_filled(block, 40) && is_zero(block + 1000, 1000));
    PyObject_Free(block);
    return 0;
}

int main(void)
{
    int broken = object_memory_is_zero();

    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        for (size_t j = 0; j < sizeof promises / sizeof *promises; j++)
            if (broken == 0)
                broken = promises[j](&families[i]);
    return broken;
}
