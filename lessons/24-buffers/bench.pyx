# SPDX-License-Identifier: MIT
#
# bench.pyx: the rows of bench.py that are written in Cython. `make bench24` builds it as
# the module bench_cython.

cimport cython
from cpython.mem cimport PyMem_Free, PyMem_Malloc


def fill(double[:] row):
    """Half of its index to each number of the row, whatever object the row is."""
    cdef Py_ssize_t i
    for i in range(row.shape[0]):
        row[i] = 0.5 * i


def total(double[:] row):
    cdef Py_ssize_t i
    cdef double result = 0
    for i in range(row.shape[0]):
        result += row[i]
    return result


def part(double[:] row):
    """The row without its ends, as a view."""
    return row[1:-1]


cdef class Bare:
    """A row behind a bare pointer: whoever writes this has to free it."""
    cdef double *numbers
    cdef Py_ssize_t count

    def __cinit__(self, Py_ssize_t count):
        self.numbers = <double *> PyMem_Malloc(count * sizeof(double))
        if self.numbers == NULL:
            raise MemoryError()
        self.count = count

    def __dealloc__(self):
        PyMem_Free(self.numbers)

    def fill(self):
        cdef Py_ssize_t i
        for i in range(self.count):
            self.numbers[i] = 0.5 * i

    def total(self):
        cdef Py_ssize_t i
        cdef double result = 0
        for i in range(self.count):
            result += self.numbers[i]
        return result
