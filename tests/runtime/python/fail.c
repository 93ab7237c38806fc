/* SPDX-License-Identifier: MIT
 *
 * fail.c: ends with one bit for each allocation that failed, in the order below.
 */
#include <Python.h>

int main(void)
{
    void *blocks[] = {
        PyMem_Malloc(1),    PyMem_Malloc(2),        PyMem_Malloc(3),
        PyMem_Calloc(1, 4), PyMem_Realloc(NULL, 5), PyObject_Malloc(6),
    };
    int failed = 0;

    for (int i = 0; i < 6; i++)
        failed |= (blocks[i] == NULL) << i;
    for (int i = 0; i < 5; i++)
        PyMem_Free(blocks[i]);
    PyObject_Free(blocks[5]);
    return failed;
}
