# SPDX-License-Identifier: MIT
# Each of these functions loses a reference, to an object that holds others.
from cpython.ref cimport Py_INCREF


def numbers():
    made = [100000 + i for i in range(5)]  # @numbers
    Py_INCREF(made)


def table(count):
    made = {}  # @table
    for i in range(count):
        made["key %d" % i] = [i + 100000]
    Py_INCREF(made)


def ten():
    for i in range(10):
        made = [i + 100000]  # @ten
        Py_INCREF(made)


def two():
    first = [100000 + i for i in range(3)]  # @first
    Py_INCREF(first)
    second = [200000 + i for i in range(3)]  # @second
    Py_INCREF(second)
