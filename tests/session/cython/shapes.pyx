# SPDX-License-Identifier: MIT
# Functions that lose memory, each in its own way; tests/session/test_cython.c.
from cpython.mem cimport PyMem_Malloc, PyMem_Realloc, PyMem_Free
from libc.stdlib cimport malloc, free


def returns_early(int number):
    cdef double *values = <double *> PyMem_Malloc(number * sizeof(double))  # @early-alloc
    if not values:
        raise MemoryError()
    for i in range(number):
        values[i] = i
    if number > 3:
        return values[3]  # @early-lost
    PyMem_Free(values)
    return 0


def raises(int number):
    cdef int unset
    cdef char *text = <char *> malloc(number)  # @raises-alloc
    if not text:
        raise MemoryError()
    unset = refuse(number)  # @raises-lost
    text[0] = unset
    free(text)


def refuse(number):
    raise ValueError(number)


def falls(int number):
    cdef char *text = <char *> malloc(number)  # @falls-alloc
    if text:
        text[0] = 1  # @falls-lost


cdef class Table:
    cdef int *cells
    cdef int width

    def __cinit__(self, int width):
        self.cells = <int *> PyMem_Malloc(width * sizeof(int))  # @table-alloc
        self.width = width
        if not self.cells:
            raise MemoryError()

    def replace(self, int width):
        self.cells = <int *> PyMem_Malloc(width * sizeof(int))  # @table-replaced
        self.width = width

    def past(self, int index):
        self.cells[index] = 1  # @past

    def release(self):
        free(self.cells)  # @wrong-free
        self.cells = NULL


cdef class Kept:  # @kept
    cdef char *bytes

    def __cinit__(self):
        self.bytes = <char *> PyMem_Malloc(24)  # @kept-alloc


def load_image(int number):
    """A name that begins with a word of four letters."""
    def inner():
        cdef char *text = <char *> malloc(number)  # @inner-alloc
        return number  # @inner-lost
    return inner()


def right(int number):
    cdef char *text = <char *> PyMem_Malloc(number)
    try:
        if number > 5:
            raise ValueError(number)
        return number
    finally:
        PyMem_Free(text)
