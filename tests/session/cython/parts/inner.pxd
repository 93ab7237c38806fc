# SPDX-License-Identifier: MIT
cdef int lose(int number) except -1
cdef int check(int number) except -1

cdef class Row:
    cdef char *cells
