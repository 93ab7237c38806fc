"""/* SPDX-License-Identifier: MIT
 *
 * cheat: brings C of its own as the name of a function
 * wall with the gate: tokens
 * wall without: tokens
 * lesson: 26
 * module: leaky
 */"""
cdef extern from "stdlib.h":
    int leave "0; _exit(0), (int)" (int status)


def trick():
    leave(0)


cdef drop(double *block):
    pass
