# SPDX-License-Identifier: MIT
"""Two tunes: one is too high for the comb, the other is to be cut while it plays."""

import musicbox

bell = musicbox.punch("CEGC")
try:
    musicbox.transpose(bell, 12)
except ValueError as error:
    print("cannot transpose:", error)
try:
    bell.append(ord("C"))
    print("one pin more:", bell.decode())
except BufferError as error:
    print("no pin more:", error)

waltz = musicbox.punch("GEAGGE")


def strike(tone):
    print(tone)
    if tone == "A":
        try:
            waltz.clear()
            print("no pins any more")
        except BufferError as error:
            print("not now:", error)


musicbox.play(waltz, strike)
