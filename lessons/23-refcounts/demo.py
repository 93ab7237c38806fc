# SPDX-License-Identifier: MIT
#
# demo.py: a morning in the waiting room.
import waiting

room = []
waiting.sign_in(room, b"Ada", 3)
waiting.sign_in(room, b"Grace", 1)
try:
    waiting.sign_in(room, b"Ada", 3)
except ValueError as error:
    print(error)

lines, longest = waiting.numbered(room)
print(longest, lines)
while room:
    print(waiting.call(room))
