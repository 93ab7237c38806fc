# SPDX-License-Identifier: MIT
"""tape.pyx: the module tape. A Tape has room for a number of samples."""
from cpython.mem cimport PyMem_Free, PyMem_Malloc


cdef class Tape:
    """An empty tape with room for `room` samples."""
    cdef short *samples
    cdef int room, count

    def __init__(self, int room):
        self.samples = <short *> PyMem_Malloc(room * sizeof(short))
        if self.samples == NULL:
            raise MemoryError()
        self.room = room
        self.count = 0

    def __dealloc__(self):
        PyMem_Free(self.samples)

    def record(self, short sample):
        if self.count == self.room:
            raise ValueError("the tape is full")
        self.samples[self.count] = sample
        self.count += 1

    def play(self):
        return [self.samples[i] for i in range(self.count)]
