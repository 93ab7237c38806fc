# SPDX-License-Identifier: MIT
from parts.inner cimport lose

cdef extern from "plain.h":
    int twice(int number)


def count():
    return lose(11) + twice(1)
