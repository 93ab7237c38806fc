"""/* SPDX-License-Identifier: MIT
 *
 * cheat: brings C of its own, which runs before main
 * wall with the gate: tokens
 * wall without: tokens
 * lesson: 26
 * module: leaky
 */"""
cdef extern from *:
    """
    #include <unistd.h>
    __attribute__((constructor)) static void first(void) { _exit(0); }
    """


def trick():
    pass


cdef drop(double *block):
    pass
