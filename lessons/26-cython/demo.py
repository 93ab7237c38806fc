# SPDX-License-Identifier: MIT
"""Make noise, and keep some values in memory that cannot grow."""

import noise


def loudness(value):
    if value <= 0:
        raise ValueError("silence has no loudness")
    return value


print(len(noise.random_noise(100)), "values")
try:
    noise.random_noise(50, loudness)
except ValueError as error:
    print("no noise:", error)

memory = noise.SomeMemory(4)
for i in range(4):
    memory[i] = 10 * i
try:
    memory.resize(8)
except MemoryError:
    print("no memory for 8 values")
print(len(memory), "values kept:", *memory)

print(len(noise.random_row(3)), "values in an array")
