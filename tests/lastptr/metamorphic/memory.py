# SPDX-License-Identifier: MIT
"""memory: a model of a program's memory, which knows where each block was lost.

A place is a tuple: ("local", frame, name), ("global", name) or ("heap", block, field).
A value is NULL, UNSET, the number of a block, (block, offset) for a pointer into the
middle of it, or (HIDDEN, value): a number from which the program can make the pointer.

The model does what docs/internals/lastptr-counting.md defines, but knows it from the
source: which statement removed the last pointer to a block, and which variables held it.
"""

NULL, UNSET, HIDDEN = None, "unset", "hidden"


def block_of(value):
    """The block that the value points into, if it is a pointer."""
    return value[0] if isinstance(value, tuple) else value


def last(losses):
    """The last one. When variables end together, each may have been the last that led to
    a ring of blocks: which one ends first depends on the compiler's order of them."""
    when = max(loss.when for loss in losses)
    return [loss for loss in losses if loss.when == when]


class Invalid(Exception):
    """C does not define what the statement does now."""


class Loss:
    def __init__(self, when, statement, how, variables):
        self.when, self.statement, self.how = when, statement, how
        self.variables = variables  # the possible names; empty: none
        self.of_start = True  # the pointer held the first address


class Block:
    def __init__(self, number, type_, statement):
        self.number, self.type, self.statement = number, type_, statement


class Memory:
    def __init__(self, aliases):
        self.aliases = aliases
        self.values = {}  # place -> value
        self.holders = {}  # live block -> the places that hold it
        self.starts = {}  # live block -> those that hold its first address
        self.blocks = {}  # number -> Block
        self.lost = {}  # block -> Loss of its last pointer
        self.cut = {}  # block -> Loss of its last pointer from outside the heap
        self.start_lost = {}  # block -> Loss of the last pointer to its first address
        self.on_way = set()  # blocks that only a returned value leads to
        self.cut_on_way = set()  # the same for pointers from outside the heap
        self.start_on_way = set()  # the same for pointers to the first address
        self.clock = 0

    def save(self):
        return (dict(self.values), {b: set(h) for b, h in self.holders.items()},
                {b: set(h) for b, h in self.starts.items()}, dict(self.blocks),
                dict(self.lost), dict(self.cut), dict(self.start_lost),
                set(self.on_way), set(self.cut_on_way), set(self.start_on_way))

    def restore(self, saved):
        (self.values, self.holders, self.starts, self.blocks, self.lost, self.cut,
         self.start_lost, self.on_way, self.cut_on_way, self.start_on_way) = saved

    # --- reading ---------------------------------------------------------------

    def read(self, place):
        value = self.values.get(place, UNSET)
        if value is UNSET or block_of(value) == HIDDEN:
            raise Invalid
        return value

    def moved(self, place, step):
        """The value of the place, a text, moved by so many bytes."""
        return self.inside(self.values.get(place, UNSET), step)

    def inside(self, value, step):
        """The value, a text, moved by so many bytes."""
        block = block_of(value)
        if block not in self.holders or self.blocks[block].type.startswith("struct"):
            raise Invalid
        offset = step + (value[1] if isinstance(value, tuple) else 0)
        if not 0 <= offset <= 3:
            raise Invalid
        return (block, offset) if offset else block

    def tagged(self, place, tag):
        """The pointer to a node with its lowest bit set, or without it."""
        value = self.values.get(place, UNSET)
        block = block_of(value)
        if block not in self.holders or (value == block) != tag or \
                not self.blocks[block].type.startswith("struct"):
            raise Invalid
        return (block, 1) if tag else block

    def hidden(self, place, hide):
        """The value of the place made a number, or made from it."""
        value = self.values.get(place, UNSET)
        if hide:
            if block_of(value) not in self.holders:
                raise Invalid
            return (HIDDEN, value)
        if block_of(value) != HIDDEN or block_of(value[1]) not in self.holders:
            raise Invalid
        return value[1]

    def live(self, value):
        """The live block with fields that the value points to."""
        if value not in self.holders or not self.blocks[value].type.startswith("struct"):
            raise Invalid
        return self.blocks[value]

    # --- changing --------------------------------------------------------------

    def declare(self, place, zero=False):
        self.values[place] = NULL if zero else UNSET

    def tick(self):
        """What changes from now on changes after what changed before."""
        self.clock += 1

    def loss(self, statement, how, variables):
        return Loss(self.clock, statement, how, variables)

    def roots(self, block):
        return [p for p in self.holders[block] if p[0] != "heap"]

    def drop(self, block, places, statement, how, variables, returned=()):
        """The places no longer hold the block. `returned`: these values are returned."""
        variables = variables.union(*[self.aliases(p) for p in places])
        before = len(self.holders[block])
        self.holders[block] -= set(places)
        of_start = bool(self.starts[block] & set(places))
        self.drop_starts(block, places, statement, how, variables, block in returned)
        if len(self.holders[block]) == before:
            return
        on_way = block in [block_of(value) for value in returned]
        if not self.holders[block]:
            if on_way:
                self.on_way.add(block)
            else:
                self.lost[block] = self.loss(statement, how, variables)
        elif not self.roots(block):
            if on_way:
                self.cut_on_way.add(block)
            self.cut[block] = self.loss(statement, how, variables)
            self.cut[block].of_start = of_start

    def drop_starts(self, block, places, statement, how, variables, returned=False):
        """The places no longer hold the block's first address."""
        if not self.starts[block] & set(places):
            return
        self.starts[block] -= set(places)
        if self.starts[block]:
            return
        if returned:
            self.start_on_way.add(block)
        self.start_lost[block] = self.loss(statement, how, variables)

    def store(self, place, value, statement, names):
        old = self.values.get(place, UNSET)
        self.values[place] = value
        self.tick()
        if value == old:
            return
        if block_of(value) in self.holders:
            self.holders[block_of(value)].add(place)
            self.on_way.discard(block_of(value))
            if place[0] != "heap":
                self.cut_on_way.discard(block_of(value))
        if value in self.holders:
            self.starts[value].add(place)
            self.start_on_way.discard(value)
        block = block_of(old)
        if block not in self.holders:
            return
        if block != block_of(value):
            self.drop(block, [place], statement, "overwritten", names)
        elif old == block:
            self.drop_starts(block, [place], statement, "overwritten",
                             names | self.aliases(place))

    def copy_all(self, copies, statement):
        values = [self.values.get(source, UNSET) for _, source, _ in copies]
        if HIDDEN in [block_of(value) for value in values]:
            raise Invalid
        for (to, _, names), value in zip(copies, values):
            self.store(to, value, statement, names)

    def allocate(self, type_, statement, zero):
        number = len(self.blocks) + 1
        self.blocks[number] = Block(number, type_, statement)
        self.holders[number] = set()
        self.starts[number] = set()
        self.on_way.add(number)
        self.start_on_way.add(number)
        self.tick()
        self.lost[number] = self.loss(statement, "never-stored", set())
        self.start_lost[number] = self.lost[number]
        if type_.startswith("struct"):
            for field in ("a", "b", "s"):
                self.values[("heap", number, field)] = NULL if zero else UNSET
        return number

    def free(self, value, statement):
        if value not in self.holders:
            raise Invalid
        del self.holders[value]
        del self.starts[value]
        self.on_way.discard(value)
        fields = [p for p in self.values if p[0] == "heap" and p[1] == value]
        self.end_of(fields, statement, "container-freed", ())

    def end_of(self, places, statement, how, returned):
        """The places cease to exist together."""
        held = {}
        self.tick()
        for place in places:
            value = block_of(self.values.pop(place))
            if value in self.holders:
                held.setdefault(value, []).append(place)
        for block, its_places in held.items():
            self.drop(block, its_places, statement, how, {p[2] for p in its_places},
                      returned)

    def leave(self, frame, end, *returned, how="scope-end"):
        places = [p for p in self.values if p[0] == "local" and p[1] == frame]
        self.end_of(places, end, how, returned)

    def on_its_way(self, value, statement):
        """A call has returned the value: if nobody stores it, it is lost here."""
        self.tick()
        block = block_of(value)
        if block in self.on_way:
            self.lost[block] = self.loss(statement, "return-ignored", set())
        if block in self.cut_on_way:
            self.cut[block] = self.loss(statement, "return-ignored", set())
        if value in self.start_on_way:
            self.start_lost[value] = self.loss(statement, "return-ignored", set())

    # --- at exit ---------------------------------------------------------------

    def targets(self, block):
        """The blocks whose first address is in the block."""
        return {v for p, v in self.values.items()
                if p[0] == "heap" and p[1] == block and v in self.holders}

    def all_targets(self, block):
        return {block_of(v) for p, v in self.values.items()
                if p[0] == "heap" and p[1] == block and block_of(v) in self.holders}

    def reached_from(self, blocks, targets):
        seen, pending = set(blocks), list(blocks)
        while pending:
            for block in targets(pending.pop()) - seen:
                seen.add(block)
                pending.append(block)
        return seen

    def led_losses(self, losses, possible):
        """Adds those of possibly lost blocks whose first addresses are in other blocks:
        the last loss of all that led to them. NULL among them: it need not be known."""
        led = [b for b in possible if self.starts[b]]
        for b in led:
            known = not self.roots(b) and b in self.cut and self.cut[b].of_start
            losses[b] = [self.cut[b]] if known else []
        for _ in led:
            for b in led:
                if self.roots(b) or (b in self.cut and not self.cut[b].of_start):
                    continue
                for h in losses:
                    if b in self.targets(h):
                        losses[b] = last(losses[b] + losses[h]) \
                            if losses[b] + losses[h] else []
        for b in led:
            losses[b] = losses[b] + [NULL]

    def expected(self):
        """For each leaked block: (Block, possible kinds, possible losses)."""
        rooted = [b for b in self.holders if self.roots(b)]
        reachable = self.reached_from([b for b in rooted if set(self.roots(b)) &
                                       self.starts[b]], self.targets)
        possible = self.reached_from(set(rooted) | reachable,
                                     self.all_targets) - reachable
        lost = set(self.holders) - reachable - possible
        reach = {b: self.reached_from([b], self.all_targets) for b in lost}
        result = [(self.blocks[b], {"Leak_StillReachable"}, None) for b in reachable]
        losses = {b: [self.start_lost[b]] for b in possible if not self.starts[b]}
        own = {}
        for b in lost:
            leading = [other for other in lost if b in reach[other]]
            if all(other in reach[b] for other in leading):
                own[b] = [self.lost[b]] if not self.holders[b] else \
                    last([self.cut[o] for o in leading if o in self.cut])
        for b in lost:
            losses[b] = [loss for l in own if b in reach[l] for loss in own[l]]
            kinds = {"Leak_IndirectlyLost"}
            if b in own:
                kinds.add("Leak_DefinitelyLost")
                if not self.holders[b]:
                    kinds.discard("Leak_IndirectlyLost")
            result.append((self.blocks[b], kinds, losses[b]))
        self.led_losses(losses, possible)
        return result + [(self.blocks[b], {"Leak_PossiblyLost"}, losses[b])
                         for b in possible]
