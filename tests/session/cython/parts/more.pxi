# SPDX-License-Identifier: MIT
cdef int MORE = 40
