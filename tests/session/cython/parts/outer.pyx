# SPDX-License-Identifier: MIT
from parts.inner cimport Row, check, lose

cdef extern from "plain.h":
    int twice(int number)
    char *copy(int number)


def count():
    return lose(11) + twice(1)


def fill(int number):
    """Lose a block that C allocated, by an exception of the other module."""
    cdef char *text = copy(number)
    check(number)  # @raised


def replace(Row row, int number):
    """Lose the block of an object of the other module."""
    row.cells = copy(number)  # @replaced


cdef class Wide(Row):  # @derived
    """A row that keeps another block, and never frees it."""
    cdef char *more

    def __cinit__(self, int number):
        self.more = copy(number + 2)


def drop(int number):
    """Drop a Wide in C."""
    wide = Wide(number)
