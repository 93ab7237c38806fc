# SPDX-License-Identifier: MIT
"""Call what the arguments name of a module in C++."""

import sys

import plus

print(plus.total([1, 2, 3]), plus.growth(0))
for wanted in sys.argv[1:]:
    if wanted == "measure":
        try:
            plus.measure([0] * 12)
        except TypeError as error:
            print(error)
    elif wanted == "held":
        plus.Held(20)
