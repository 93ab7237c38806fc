# SPDX-License-Identifier: MIT
"""Use the module as its arguments say."""

import sys

import memory
import words

for word in sys.argv[1:]:
    if word == "short":
        print(memory.copy(words.SHORT).decode())
    elif word == "long":
        try:
            memory.copy(words.LONG)
        except ValueError as error:
            print(error)
    elif word == "empty":
        memory.copy("")
    elif word == "fall":
        memory.copy(None)
    elif word == "name":
        print(__name__, __file__ == sys.argv[0], "caf\u00e9")
    elif word == "leave":
        sys.exit(7)
    elif word == "complain":
        sys.exit("no more")
