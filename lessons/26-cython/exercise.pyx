# SPDX-License-Identifier: MIT
"""exercise.pyx: the module rain, which loses memory on two ways out. Mend it."""
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
    for i in range(count):
        days[i] = amounts[i]
    return days


def median(amounts):
    """The rain of the day in the middle, in mm. None when there was no rain at all."""
    cdef int count = len(amounts)
    cdef double *days = copy(amounts, count)

    sort(days, count)
    if count == 0 or days[count - 1] == 0:
        return None
    middle = (days[(count - 1) // 2] + days[count // 2]) / 2
    PyMem_Free(days)
    return middle
