# SPDX-License-Identifier: MIT
cdef enum:
    MOST = 10


cdef inline bint is_too_many(int number):
    return number > MOST
