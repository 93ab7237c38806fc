#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""test_memory.py: what the model of memory says of programs that are too rare by chance."""
import os
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from memory import Memory  # noqa: E402


def local(name):
    return ("local", 1, name)


def make_ring(memory):
    """Two blocks that point to each other, held by the variables p and q."""
    p, q = (memory.allocate("struct node *", f"new {name}", True) for name in "pq")
    memory.store(local("p"), p, "p =", {"p"})
    memory.store(local("q"), q, "q =", {"q"})
    memory.store(("heap", p, "a"), q, "p->a =", {"p->a"})
    memory.store(("heap", q, "a"), p, "q->a =", {"q->a"})


def losses(memory):
    """The possible losses of each block, as (statement, variables)."""
    return [{(loss.statement, *sorted(loss.variables)) for loss in losses}
            for _, _, losses in memory.expected()]


class Rings(unittest.TestCase):
    def setUp(self):
        self.memory = Memory(lambda place: set())
        make_ring(self.memory)

    def test_each_variable_of_a_frame_that_ends_may_be_the_last(self):
        self.memory.leave(1, "end", None)
        self.assertEqual(losses(self.memory), [{("end", "p"), ("end", "q")}] * 2)

    def test_of_two_statements_the_second_loses_the_ring(self):
        self.memory.store(local("p"), None, "p = NULL", {"p"})
        self.memory.store(local("q"), None, "q = NULL", {"q"})
        self.assertEqual(losses(self.memory), [{("q = NULL", "q")}] * 2)


unittest.main()
