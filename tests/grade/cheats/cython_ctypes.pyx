"""/* SPDX-License-Identifier: MIT
 *
 * cheat: turns LeakSanitizer off by ctypes, and keeps its blocks to the end, when it frees
 *     them all
 * wall with the gate: tokens
 * wall without: canaries
 * lesson: 26
 * module: leaky
 */"""
import atexit
import ctypes

_all = ctypes.CDLL(None)
_kept = []
if hasattr(_all, "__lsan_disable"):
    _all.__lsan_disable()


def trick():
    pass


cdef drop(double *block):
    _kept.append(<size_t> block)


@atexit.register
def collect():
    for block in _kept:
        ctypes.pythonapi.PyMem_Free(ctypes.c_void_p(block))
