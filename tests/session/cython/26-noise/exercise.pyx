# SPDX-License-Identifier: MIT
from cpython.mem cimport PyMem_Malloc, PyMem_Free
from limits cimport is_too_many


def mean(int number):
    """The mean of 0 to number - 1."""
    cdef int i
    cdef double total = 0
    cdef double *values = <double *> PyMem_Malloc(number * sizeof(double))  # @alloc
    if not values:
        raise MemoryError()
    for i in range(number):
        values[i] = i
    if is_too_many(number):
        raise ValueError("too many")  # @lost
    for i in range(number):
        total += values[i]
    PyMem_Free(values)
    return total / number
