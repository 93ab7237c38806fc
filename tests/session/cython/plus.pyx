# SPDX-License-Identifier: MIT
# distutils: language = c++
# Functions in C++ that lose memory; tests/session/test_cython.c.
from libc.math cimport exp
from libc.stdlib cimport malloc, free
from libcpp.vector cimport vector


cdef extern from "sum.h":
    int sum_of(const vector[int] &numbers)


def total(numbers):
    cdef vector[int] copy = numbers
    return sum_of(copy)


def growth(double rate):
    return exp(rate)


cpdef int measure(text, int least=0) except -1:
    cdef char *place = <char *> malloc(len(text))  # @measure-alloc
    if not place:
        raise MemoryError()
    size = hash(text)  # @measure-lost
    free(place)
    return 0


cdef class Held:  # @held
    cdef char *bytes

    def __cinit__(self, int number):
        self.bytes = <char *> malloc(number)  # @held-alloc

    def __dealloc__(self):
        pass
