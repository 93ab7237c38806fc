# SPDX-License-Identifier: MIT
#
# pinboard_demo.py: one note is put on the board, read, and taken down.
import pinboard

board = {}
note = b"no trains " + str(7).encode() + b" May"
pinboard.pin(board, "door", note)
print(pinboard.read(board, "door"))
pinboard.clear(board)
print(pinboard.read(board, "door"))
