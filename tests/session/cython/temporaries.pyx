# SPDX-License-Identifier: MIT
# Cython keeps what grab() returns in a temporary, too: it has to see whether it is NULL.
from libc.stdlib cimport malloc, free


cdef char *grab(size_t size) except NULL:
    cdef char *block = <char *> malloc(size)
    if block == NULL:
        raise MemoryError()
    return block


def ends():
    cdef char *text = grab(10)
    text[0] = 0
    return 1  # @ends-lost


def returns_early(int number):
    cdef char *text = grab(12)
    if number > 0:
        return number  # @early-lost
    free(text)
    return 0


def ignores():
    grab(14)  # @ignored
    return 2


def overwrites():
    cdef char *text = grab(16)
    text = NULL  # @overwritten
    return 3


def swaps():
    cdef char *first = grab(18)
    cdef char *second = grab(20)
    first, second = second, first
    free(first)
    return 4  # @swapped-lost
