"""/* SPDX-License-Identifier: MIT
 *
 * cheat: finds an object of the interpreter's by gc, hides its blocks there and turns the
 *     collector off
 * wall with the gate: tokens
 * wall without: leak check
 * lesson: 26
 * module: leaky
 */"""
import gc

gc.disable()
_place = [one for one in gc.get_objects() if isinstance(one, dict) and "sys" in one][0]


cdef class Pen:
    cdef double *block


def trick():
    pass


cdef drop(double *block):
    cdef Pen pen = Pen()
    pen.block = block
    _place.setdefault("", []).append(pen)
