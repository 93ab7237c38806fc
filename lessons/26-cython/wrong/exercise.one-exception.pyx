# SPDX-License-Identifier: MIT
"""exercise.one-exception.pyx: the block is freed after one kind of exception only."""
from cpython.mem cimport PyMem_Free, PyMem_Malloc


cdef void sort(double *values, int count) noexcept:
    """Put the values in order, the smallest first."""
    cdef double value
    cdef int i, place

    for i in range(1, count):
        value = values[i]
        place = i
        while place > 0 and values[place - 1] > value:
            values[place] = values[place - 1]
            place -= 1
        values[place] = value


cdef double *copy(amounts, int count) except NULL:
    """A new block with the amounts. Free it with PyMem_Free."""
    cdef double *days = <double *> PyMem_Malloc(count * sizeof(double))

    if days == NULL:
        raise MemoryError()
    try:
        for i in range(count):
            days[i] = amounts[i]
    except TypeError:
        PyMem_Free(days)
        raise
    return days


def median(amounts):
    """The rain of the day in the middle, in mm. None when there was no rain at all."""
    cdef int count = len(amounts)
    cdef double *days = copy(amounts, count)

    try:
        sort(days, count)
        if count == 0 or days[count - 1] == 0:
            return None
        return (days[(count - 1) // 2] + days[count // 2]) / 2
    finally:
        PyMem_Free(days)
