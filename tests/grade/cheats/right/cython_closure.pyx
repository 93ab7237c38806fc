"""/* SPDX-License-Identifier: MIT
 *
 * right: has a function in a function that calls itself, a circle of objects that only
 *     Python's collector frees
 * lesson: 26
 * soak: the lesson's solution
 */"""
from cpython.mem cimport PyMem_Free, PyMem_Malloc


def median(amounts):
    cdef int count = len(amounts)
    cdef double *days = <double *> PyMem_Malloc(count * sizeof(double))

    def put(values):
        return [values[0]] + put(values[1:]) if len(values) > 0 else []

    if days == NULL:
        raise MemoryError()
    try:
        for i in range(count):
            days[i] = amounts[i]
        numbers = sorted(put([days[i] for i in range(count)]))
        if count == 0 or numbers[count - 1] == 0:
            return None
        return (numbers[(count - 1) // 2] + numbers[count // 2]) / 2
    finally:
        PyMem_Free(days)
