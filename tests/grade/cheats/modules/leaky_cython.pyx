# SPDX-License-Identifier: MIT
#
# leaky_cython.pyx: what cheats that are modules in Cython stand on: lesson 26's rain,
# which does all that its tests ask for and never frees a block. A cheat stands above it
# in the same file, and says what becomes of a block and what else is done in a call.
from cpython.mem cimport PyMem_Malloc


cdef void sort(double *values, int count) noexcept:
    cdef double value
    cdef int i, place

    for i in range(1, count):
        value = values[i]
        place = i
        while place > 0 and values[place - 1] > value:
            values[place] = values[place - 1]
            place -= 1
        values[place] = value


def median(amounts):
    cdef int count = len(amounts)
    cdef double *days

    trick()
    numbers = [float(amount) if not isinstance(amount, str) else amount + 0
               for amount in amounts]
    days = <double *> PyMem_Malloc(count * sizeof(double))
    if days == NULL:
        raise MemoryError()
    for i in range(count):
        days[i] = numbers[i]
    sort(days, count)
    if count == 0 or days[count - 1] == 0:
        result = None
    else:
        result = (days[(count - 1) // 2] + days[count // 2]) / 2
    drop(days)
    return result
