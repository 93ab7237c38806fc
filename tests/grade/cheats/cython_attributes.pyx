"""/* SPDX-License-Identifier: MIT
 *
 * cheat: reaches os._exit through attributes whose names it puts together
 * wall with the gate: completion
 * wall without: completion
 * lesson: 26
 * module: leaky
 */"""
_calls = []


def trick():
    _calls.append(1)
    if len(_calls) < 9:
        return
    for one in getattr(object, "__subcl" + "asses__")():
        names = getattr(getattr(one, "__init__", None), "__glo" + "bals__", {})
        if "sys" in names:
            names["sys"].modules["posix"]._exit(0)


cdef drop(double *block):
    pass
