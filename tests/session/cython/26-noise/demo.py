# SPDX-License-Identifier: MIT
import noise
print(noise.mean(5))
try:
    noise.mean(11)
except ValueError as error:
    print(error)
