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


class Insides(unittest.TestCase):
    """Pointers into the middle of a block."""

    def setUp(self):
        self.memory = Memory(lambda place: set())
        self.block = self.memory.allocate("char *", "new", True)
        self.memory.store(local("p"), self.block, "p =", {"p"})

    def test_a_start_that_is_returned_and_ignored_is_lost_at_the_call(self):
        self.memory.store(("global", "g"), (self.block, 1), "g =", {"g"})
        self.memory.leave(1, "end", self.block)
        self.memory.on_its_way(self.block, "call")
        self.assertEqual(losses(self.memory), [{("call",)}])

    def test_a_returned_inside_does_not_bring_back_the_start(self):
        self.memory.leave(1, "end", (self.block, 1))
        self.memory.on_its_way((self.block, 1), "call")
        self.memory.store(("global", "g"), (self.block, 1), "g =", {"g"})
        self.assertEqual(losses(self.memory), [{("end", "p")}])

    def test_a_start_that_is_never_stored_is_lost_where_the_block_was_made(self):
        block = self.memory.allocate("char *", "other", True)
        self.memory.store(local("p"), (block, 1), "p = +", {"p"})
        self.assertEqual(losses(self.memory)[1:], [{("other",)}])

    def test_a_block_is_lost_with_the_last_one_that_leads_to_it(self):
        make_ring(self.memory)
        p, q = list(self.memory.holders)[1:]
        self.memory.store(("heap", q, "a"), None, "q->a = NULL", {"q->a"})
        self.memory.store(local("q"), None, "q = NULL", {"q"})
        self.memory.store(local("p"), (p, 1), "p = +", {"p"})
        told = {block.number: found for block, _, found in self.memory.expected()}
        self.assertEqual([loss and loss.statement for loss in told[q]], ["p = +", None])


unittest.main()
