# SPDX-License-Identifier: MIT
"""Record two tunes, each on an empty tape."""

import tape

recorder = tape.Tape(20)
for sample in 3, 1, 4:
    recorder.record(sample)
print("first tune:", *recorder.play())

recorder.__init__(30)
for sample in 2, 7:
    recorder.record(sample)
print("second tune:", *recorder.play())
