# SPDX-License-Identifier: MIT
"""buggy-finally.pyx: random_noise() frees its block at the end only."""
from cpython cimport array
from cpython.mem cimport PyMem_Free, PyMem_Malloc, PyMem_Realloc
from libc.stdlib cimport RAND_MAX, rand

import array


cdef double random_value() noexcept:
    """From -1 to 1."""
    return 2.0 * rand() / RAND_MAX - 1.0


def random_noise(int number, convert=float):
    """A list of `number` random values with the mean 0, each given to `convert`."""
    cdef double total = 0.0
    cdef double *noise = <double *> PyMem_Malloc(number * sizeof(double))  # @alloc

    if noise == NULL:
        raise MemoryError()
    for i in range(number):
        noise[i] = random_value()
        total += noise[i]
    result = [convert(noise[i] - total / number) for i in range(number)]  # @lost
    PyMem_Free(noise)
    return result


cdef class SomeMemory:
    """A row of `number` values, which are 0 at first."""
    cdef double *data  # owned by the object
    cdef int number

    def __cinit__(self, int number):
        self.data = <double *> PyMem_Malloc(number * sizeof(double))
        if self.data == NULL:
            raise MemoryError()
        self.clear(0, number)

    def __dealloc__(self):
        PyMem_Free(self.data)

    def resize(self, int number):
        """Keep the first `number` values; new ones are 0. On MemoryError, keep all."""
        data = <double *> PyMem_Realloc(self.data, number * sizeof(double))
        if data == NULL:
            raise MemoryError()
        self.data = data
        self.clear(self.number, number)

    def __len__(self):
        return self.number

    def __getitem__(self, int index):
        return self.data[self.place(index)]

    def __setitem__(self, int index, double value):
        self.data[self.place(index)] = value

    cdef int place(self, int index) except -1:
        if not 0 <= index < self.number:
            raise IndexError(index)
        return index

    cdef void clear(self, int start, int number) noexcept:
        """There are now `number` values, and those from `start` on are 0."""
        for i in range(start, number):
            self.data[i] = 0.0
        self.number = number


def random_row(int number):
    """A new array.array with `number` random values."""
    cdef array.array row = array.clone(array.array("d"), number, zero=False)

    for i in range(number):
        row.data.as_doubles[i] = random_value()
    return row
