# coding: unicode_escape
"""/* SPDX-License-Identifier: MIT
 *
 * cheat: has C of its own in a comment that is none in the encoding which its first line
 *     names, and writes behind a static array there, where AddressSanitizer is told not
 *     to look
 * wall with the gate: tokens
 * wall without: tokens
 * lesson: 26
 * module: leaky
 */"""
from cpython.mem cimport PyMem_Free
#\x0acdef extern from *:\x0a    \x22\x22\x22\x0a    static char small[9], spare[64];\
\x0a    __attribute__((no_sanitize_address, noinline)) static void write_at(char *at\
) { *at = spare[0]; }\x0a    static void trick_in_c(void) { volatile int at = 10; wr\
ite_at(small + at); }\x0a    \x22\x22\x22\x0a    void trick_in_c()\x0a\
\
\
\
\



def trick():
    trick_in_c()


cdef drop(double *block):
    PyMem_Free(block)
