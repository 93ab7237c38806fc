# SPDX-License-Identifier: MIT
"""Two trees. For the first one there is no memory in its fifth year alone."""

import forest


def grow(name, widths):
    tree = forest.Tree(name)
    for width in widths:
        try:
            tree.grow(width)
        except MemoryError:
            print(f"the {tree.name()} cannot grow this year")
    print(f"the {tree.name()}: {tree.rings()}")


grow("oak", (2, 3, 3, 2, 1, 2))
grow("birch", (4, 5, 3, 6, 5))
