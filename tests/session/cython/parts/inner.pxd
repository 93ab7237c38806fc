# SPDX-License-Identifier: MIT
cdef int lose(int number) except -1
