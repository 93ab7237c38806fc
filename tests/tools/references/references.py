# SPDX-License-Identifier: MIT
#
# Calls functions of the module: references.py NAME...
import sys

import references


class Named:
    def __init__(self):
        self.name = b"".join([b"a ", b"name"])


def text():
    return b"".join([b"made by ", b"Python"])


def call(name):
    function = getattr(references, name)
    if name in ("lose_argument", "hold", "lose_buffer", "read_buffer"):
        function(text())
    elif name == "lose_appended":
        function([])
    elif name == "lose_attribute":
        function(Named())
    elif name == "lose_kept":
        keeper = function(text())
        print(keeper.kept, keeper(), keeper.kept)
    elif name == "raise_again":
        try:
            function()
        except ValueError as error:
            print(error)
    else:
        print(function())


for name in sys.argv[1:]:
    call(name)
