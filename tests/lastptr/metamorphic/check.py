#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""check.py: runs random programs under lastptr and compares each answer with the truth.

    check.py -l FOLDER -w FOLDER [-n COUNT] [-s SEED] [-f FIRST]

    -l  lastptr's VALGRIND_LIB        -w  the folder for sources, programs and reports
    -n  how many programs (200)       -s  the seed (1)        -f  the first's number (0)

Each program is written in variants that must not change the answer (VARIANTS). For each
leaked block the kind, the line where it was lost, the way and the variable must be what
the model of memory knows (memory.py). What lastptr itself calls approximate may be
wrong. A variable may be missing, but not wrong.

To see what is wrong: -f NUMBER -n 1 runs one program, and the folder has its sources.
"""
import argparse
import collections
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from program import Program  # noqa: E402
from writer import Writer  # noqa: E402

BATCH = 50  # programs in one executable: to start Valgrind takes as long as to run them
SHOWN = 5

Variant = collections.namedtuple("Variant", "name compiler flags writing environments")

# The size of the environment moves the stack. Without LD_BIND_NOW the dynamic linker
# saves registers on the stack at the first call of each library function.
VARIANTS = [
    Variant("plain", "gcc", ["-O0", "-g"], {}, [{}]),
    Variant("calls between", "gcc", ["-O0", "-g"], {"noise": 0.4},
            [{}, {"PAD": "x" * 40}, {"PAD": "x" * 96}, {"LD_BIND_NOW": "1"}]),
    Variant("other order of locals", "gcc", ["-O0", "-g", "-fstack-protector-all"],
            {"noise": 0.2, "order": True, "padding": True}, [{}]),
    Variant("clang", "clang", ["-O0", "-gdwarf-4"], {"noise": 0.4, "order": True},
            [{}, {"PAD": "x" * 64}]),
    Variant("optimised", "gcc", ["-O2", "-g"], {"noise": 0.2}, [{}]),
    Variant("optimised by clang", "clang",
            ["-O1", "-gdwarf-4", "-fno-omit-frame-pointer"], {"noise": 0.2}, [{}]),
]


class Leak:
    """An <error> of the report."""

    def __init__(self, error, source):
        self.kind = error.findtext("kind")
        self.blocks = int(error.findtext("xwhat/leakedblocks"))
        self.allocated = first_line(error.find("stack"), source)
        self.lost = error.find("lost")
        if self.lost is not None:
            self.line = first_line(self.lost.find("stack"), source)
            self.how = self.lost.findtext("how")
            self.variable = self.lost.findtext("variable")
            self.is_exact = self.lost.findtext("confidence") == "exact"

    def names_nothing(self):
        return self.lost is None or not self.variable

    def is_doubtful(self):
        return self.lost is not None and not self.is_exact

    def __str__(self):
        text = f"{self.kind} of {self.blocks} block(s) allocated at {self.allocated}"
        if self.lost is not None:
            text += f": {self.how} at {self.line}, variable {self.variable}"
        return text


def first_line(stack, source):
    """The line of the innermost frame in the source."""
    for frame in stack.iter("frame") if stack is not None else ():
        if os.path.basename(frame.findtext("file") or "") == source:
            return int(frame.findtext("line") or 0)
    return 0


class Want:
    """What must be said of a block."""

    def __init__(self, block, kinds, losses, writer):
        self.block, self.kinds, self.losses = block, kinds, losses
        self.writer = writer
        self.allocated = writer.line_of.get(id(block.statement))

    def fits(self, leak):
        if self.allocated != leak.allocated or leak.kind not in self.kinds:
            return False
        if self.losses is None or leak.lost is None:
            return leak.lost is None and (self.losses is None or None in self.losses)
        return any(self.loss_fits(leak, loss) for loss in self.losses if loss)

    def loss_fits(self, leak, loss):
        if leak.how != loss.how or leak.line not in self.writer.loss_lines(loss):
            return False
        if not leak.variable or self.writer.is_in_copier(loss):
            return True
        if leak.variable in loss.variables:
            return True
        # A field: other words may lead to the same block.
        tail = leak.variable.split("->")[-1]
        return "->" in leak.variable and any(n.split("->")[-1] == tail
                                             for n in loss.variables)

    def __str__(self):
        losses = [f"{loss.how} at {sorted(self.writer.loss_lines(loss))}, "
                  f"variable {sorted(loss.variables)}" if loss else "not known"
                  for loss in self.losses or []]
        return f"{'/'.join(sorted(self.kinds))}: {' or '.join(losses)}"


def compare(leaks, wants):
    """Pairs blocks with answers. Returns the answers without a partner, and the rest."""
    left, wrong = list(wants), []
    # An answer without a variable fits more blocks of its line: it waits.
    for leak in sorted(leaks, key=lambda leak: leak.names_nothing()):
        for _ in range(leak.blocks):
            fitting = [want for want in left if want.fits(leak)]
            if fitting:
                left.remove(min(fitting, key=lambda want: len(want.losses or [])))
            else:
                wrong.append(leak)
    return wrong, left


def run(args, env=None):
    return subprocess.run(args, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=600, check=False)


def build(path, variant):
    executable = path[:-2]
    done = run([variant.compiler, "-std=gnu17", "-D_GNU_SOURCE", "-w", *variant.flags, "-o",
                executable, path, "-lm", "-pthread"])
    if done.returncode != 0:
        sys.exit(f"{path} does not compile: {done.stdout.decode(errors='replace')[:2000]}")
    return executable


def observe(lastptr, executable, source, env):
    report = executable + ".xml"
    if os.path.exists(report):
        os.remove(report)
    done = run(["valgrind", "--command-line-only=yes", "--vgdb=no", "-q",
                "--read-inline-info=no", "--tool=lastptr", "--num-callers=40", "--xml=yes",
                "--xml-file=" + report, executable],
               dict(os.environ, VALGRIND_LIB=lastptr, **env))
    if done.returncode != 0:
        sys.exit(f"{executable} failed: {done.stdout.decode(errors='replace')[:2000]}")
    return [Leak(e, source) for e in ET.parse(report).getroot().iter("error")]


def check_variant(options, programs, variant, count):
    """Adds to `count`; prints what is wrong."""
    first = programs[0].number
    writer = Writer(programs, f"{options.seed}/{first}/{variant.name}", **variant.writing)
    source = f"batch{first}.{VARIANTS.index(variant)}.c"
    path = os.path.join(options.work, source)
    with open(path, "w", encoding="utf-8") as file:
        file.write(writer.text())
    executable = build(path, variant)
    wants = [Want(*want, writer) for p in programs for want in p.memory.expected()]
    for env in variant.environments:
        wrong, left = compare(observe(options.lastptr, executable, source, env), wants)
        exact = [leak for leak in wrong if not leak.is_doubtful()]
        optimised = variant.name.startswith("optimised")
        if optimised:  # allocations are removed, and registers are roots at exit
            exact = [leak for leak in exact if leak.lost is not None]
        count["blocks"] += len(wants)
        count["wrong"] += len(exact)
        count["doubtful"] += len(wrong) - len(exact)
        if not optimised:
            count["missing"] += len(left) - len(wrong)
        if exact or (left and not optimised):
            print(f"{path} ({variant.name}, {env}): {len(exact)} wrong")
        for leak in exact[:SHOWN]:
            print(f"   {leak}")
            for want in left:
                if want.allocated == leak.allocated:
                    print(f"      expected {want}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-l", dest="lastptr", required=True)
    parser.add_argument("-w", dest="work", required=True)
    parser.add_argument("-n", dest="count", type=int, default=200)
    parser.add_argument("-s", dest="seed", default="1")
    parser.add_argument("-f", dest="first", type=int, default=0)
    options = parser.parse_args()
    if not shutil.which("clang"):
        print("skipped: metamorphic: clang is missing")
        sys.exit(77)
    os.makedirs(options.work, exist_ok=True)
    count = collections.Counter()
    end = options.first + options.count
    for start in range(options.first, end, BATCH):
        programs = [Program(number, options.seed)
                    for number in range(start, min(start + BATCH, end))]
        for variant in VARIANTS:
            check_variant(options, programs, variant, count)
    print(f"{options.count} programs, {count['blocks']} answers about blocks: "
          f"{count['wrong']} wrong, {count['missing']} missing, "
          f"{count['doubtful']} wrong but called approximate")
    sys.exit(count["wrong"] + count["missing"] > 0)


main()
