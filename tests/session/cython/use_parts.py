# SPDX-License-Identifier: MIT
"""Use two modules of one package."""

from parts import inner, outer

print(outer.__name__, inner.__name__, outer.count())
try:
    outer.fill(13)
except ValueError as error:
    print(error)
outer.replace(inner.Row(17), 19)
outer.drop(21)
