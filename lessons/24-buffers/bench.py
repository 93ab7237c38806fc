# SPDX-License-Identifier: MIT
#
# bench.py: what a row of numbers costs, kept in each of the ways that need no bare
# pointer, and behind one. `make bench24` runs it.

import array
import sys
import time
import tracemalloc

try:
    import numpy
except ImportError:
    numpy = None
try:
    import bench_cython
except ImportError:
    bench_cython = None

COUNT = 100_000  # numbers in a row
ATTEMPTS = 7  # the fastest one counts: the others were disturbed


def fill_each(row):
    for i in range(len(row)):
        row[i] = 0.5 * i


def total_each(row):
    total = 0.0
    for number in row:
        total += number
    return total


def part_of(row):
    """The row without its ends: a copy, or a view of the same numbers."""
    return row[1:-1]


def new_list():
    return [0.0] * COUNT


def new_array():
    return array.array("d", [0.0]) * COUNT


def new_view():
    return memoryview(new_array())


def new_numpy():
    return numpy.zeros(COUNT)


def fill_numpy(row):
    row[:] = 0.5 * numpy.arange(len(row))


def ways():
    """Each way: its name, and how a row is made, filled, added up and cut."""
    yield "list", new_list, fill_each, total_each, part_of
    yield "array.array", new_array, fill_each, total_each, part_of
    yield "memoryview of an array", new_view, fill_each, total_each, part_of
    if numpy is not None:
        yield "NumPy, number by number", new_numpy, fill_each, total_each, part_of
        yield "NumPy, the whole row", new_numpy, fill_numpy, numpy.sum, part_of
    if bench_cython is not None:
        yield ("Cython, typed memoryview", new_array, bench_cython.fill,
               bench_cython.total, bench_cython.part)
        yield ("Cython, bare pointer", lambda: bench_cython.Bare(COUNT),
               bench_cython.Bare.fill, bench_cython.Bare.total, None)


def bytes_of(new, fill):
    """How many bytes the row takes when it is full, as tracemalloc counts them."""
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    row = new()
    fill(row)
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del row
    return after - before


def seconds_of(function, row, calls=1):
    """How long one call takes."""
    best = None
    for _ in range(ATTEMPTS):
        began = time.process_time()
        for _ in range(calls):
            function(row)
        took = (time.process_time() - began) / calls
        best = took if best is None else min(best, took)
    return best


def print_way(name, new, fill, total, part):
    size = bytes_of(new, fill) / COUNT
    row = new()
    filled = seconds_of(fill, row) * 1e9 / COUNT
    added = seconds_of(total, row) * 1e9 / COUNT
    if abs(total(row) - 0.25 * COUNT * (COUNT - 1)) > 1:
        sys.exit(f"bench: {name}: the sum is wrong")
    cut = "-" if part is None else f"{seconds_of(part, row, calls=50) * 1e6:.1f}"
    print(f"  {name:26}{size:8.1f}{filled:10.1f}{added:10.1f}{cut:>12}")


def main():
    print(f"Python {sys.version.split()[0]}; {COUNT:,} numbers (double) in a row\n")
    print(f"  {'':26}{'bytes':>8}{'fill':>10}{'sum':>10}{'cut':>12}")
    print(f"  {'':26}{'each':>8}{'ns each':>10}{'ns each':>10}{'us':>12}")
    for way in ways():
        print_way(*way)
    print("\n  cut: the row without its first and its last number, as a copy or as a view")
    if numpy is None:
        print("  NumPy is missing: two rows more with it (Debian: python3-numpy)")
    if bench_cython is None:
        print("  Cython is missing: two rows more with it (Debian: cython3, python3-dev)")


main()
