# SPDX-License-Identifier: MIT
from libc.stdlib cimport free, malloc

include "more.pxi"


cdef int lose(int number) except -1:
    cdef char *text = <char *> malloc(number)
    if text == NULL:
        raise MemoryError()
    return MORE  # @inner-lost


cdef int check(int number) except -1:
    if number > 12:
        raise ValueError(number)
    return number


cdef class Row:
    """A row of `number` cells."""
    def __cinit__(self, int number):
        self.cells = <char *> malloc(number)

    def __dealloc__(self):
        free(self.cells)
