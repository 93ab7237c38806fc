# SPDX-License-Identifier: MIT
from libc.stdlib cimport malloc

include "more.pxi"


cdef int lose(int number) except -1:
    cdef char *text = <char *> malloc(number)
    if text == NULL:
        raise MemoryError()
    return MORE
