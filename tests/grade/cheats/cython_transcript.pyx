"""/* SPDX-License-Identifier: MIT
 *
 * cheat: writes into each descriptor that it finds
 * wall with the gate: tokens
 * wall without: transcript
 * lesson: 26
 * module: leaky
 */"""
import os


def trick():
    for fd in range(3, 1024):
        try:
            os.write(fd, b"a test that passed")
        except OSError:
            pass


cdef drop(double *block):
    pass
