# SPDX-License-Identifier: MIT
"""correct.pyx: counts the visits to a museum in a block of its own.

TODO: a story of your own for the pair; this one is a stand-in.
"""
from cpython.mem cimport PyMem_Malloc, PyMem_Free

cdef enum:
    DAYS = 7

LAST = DAYS - 1


def busiest_day(days):
    """Say which day had most visits: the last of those with as many.

    `days` says of each of the visits on which day of the week it was, from 0 to LAST;
    ValueError where one is not. Returns -1 when there were no visits.
    """
    cdef int day, busiest = 0
    cdef int *counts = <int *> PyMem_Malloc(DAYS * sizeof(int))

    if not counts:
        raise MemoryError()
    try:
        for day in range(DAYS):
            counts[day] = 0
        for day in days:
            if not 0 <= day < DAYS:
                raise ValueError(day)
            counts[day] += 1
        for day in range(1, DAYS):
            if counts[day] >= counts[busiest]:
                busiest = day
        return busiest if len(days) > 0 else -1
    finally:
        PyMem_Free(counts)
