# SPDX-License-Identifier: MIT
"""Call what the first argument names of a module in C++."""

import sys

import plus

print(plus.total([1, 2, 3]), plus.growth(0))
if sys.argv[1] == "measure":
    try:
        plus.measure([0] * 12)
    except TypeError as error:
        print(error)
elif sys.argv[1] == "held":
    plus.Held(20)
