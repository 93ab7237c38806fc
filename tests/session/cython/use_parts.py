# SPDX-License-Identifier: MIT
"""Use two modules of one package."""

from parts import inner, outer

print(outer.__name__, inner.__name__, outer.count())
