# SPDX-License-Identifier: MIT
"""Call the functions that the arguments name."""

import sys

import shapes

for wanted in sys.argv[1:]:
    if wanted == "early":
        shapes.returns_early(9)
    elif wanted == "raises":
        try:
            shapes.raises(5)
        except ValueError as error:
            print("ValueError", error)
    elif wanted == "falls":
        shapes.falls(7)
    elif wanted == "replace":
        table = shapes.Table(4)
        table.replace(6)
        table.release()
    elif wanted == "past":
        shapes.Table(4).past(4)
    elif wanted == "release":
        shapes.Table(3).release()
    elif wanted == "kept":
        shapes.Kept()
    elif wanted == "inner":
        shapes.load_image(3)
    elif wanted == "right":
        shapes.right(3)
        try:
            shapes.right(9)
        except ValueError as error:
            print("ValueError", error)
