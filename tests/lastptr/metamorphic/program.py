# SPDX-License-Identifier: MIT
"""program: random C programs whose losses are known.

A program is generated and executed at the same time: each new statement is carried out
on a model of memory (memory.py), and is kept only if C defines what it does. So the
model knows for each block which statement lost its last pointer.

A program is made of functions. The first one has no parameters and calls the others.
Each function is generated at its first call. Later calls execute the same statements
with other values; a call is kept only if all of it is defined.
"""
import random

from memory import Invalid, Memory, NULL, UNSET, block_of

NODE, TEXT = "struct node *", "char *"
FIELDS = {"a": NODE, "b": NODE, "s": TEXT}
PAIR = {"p": NODE, "q": TEXT}
DUO = {"p": NODE, "q": TEXT}  # returned in two registers
UNION = {"p": NODE, "q": TEXT}  # in one place
MEMBERS = {"pair": PAIR, "duo": DUO, "any": UNION}
ELEMENTS = 3  # of an array
HELPED = {"handed": "hand", "thread": "thread", "listed": "list", "jumped": "jump"}
WAYS = ["plain"] * 8 + ["pointer"] * 2 + list(HELPED)
MOST_STATEMENTS = 70
MOST_STEPS = 400


class Place:
    """A variable, a field or an element: `name`, or `base->name` and so on."""

    def __init__(self, kind, type_, name, base=None):
        self.kind, self.type, self.name, self.base = kind, type_, name, base

    def text(self):
        if self.kind == "field":
            base = self.base.text()
            return f"({base})->{self.name}" if base[0] == "*" else f"{base}->{self.name}"
        if self.kind == "target":
            return f"*{self.base}"
        return self.name


class Statement:
    """A line of C. `kind` says what it does; the rest depends on the kind. A statement
    of the writer's own functions has a `mark`."""

    def __init__(self, kind, **parts):
        self.kind = kind
        self.joined = False  # it is on the line of the statement before it
        self.__dict__.update(parts)


class Function:
    """`returns` and the parameters' types are NODE or TEXT, or pointers to them."""

    def __init__(self, name, returns, parameters):
        self.name, self.returns, self.parameters = name, returns, parameters
        self.locals = []  # (type, name, "null" or "unset"; "declared": by a statement)
        self.body = []
        self.shape = "plain"  # "goto": its return statements are jumps to its end
        self.complete = False  # its body can be executed again


def union_of(name):
    """any3.p and any3.q are one place: any3."""
    return name.split(".")[0] if name.startswith("any") else name


def letter(type_):
    return {NODE: "n", TEXT: "t", None: "v"}[type_]


def takes_one(function):
    """Whether a Helper can call it."""
    return len(function.parameters) == 1 and \
        not function.parameters[0][0].endswith("**")


class Helper:
    """A function that calls one with one parameter, which it is given: hand_nn() itself,
    thread_nn() in a thread, list_nn() with a variable argument list, jump_nn() leaves
    by longjmp. The letters say what is returned and what is passed."""

    made = {}

    def __init__(self, way, returns, type_):
        self.name = f"{HELPED[way]}_{letter(returns)}{letter(type_)}"
        kind = "return" if returns else "end"
        self.job, self.calls, self.end = (
            Statement(kind, function=Function(self.name, returns, []),
                      mark=f"{self.name}:{mark}") for mark in ("job", "call", "end"))

    @classmethod
    def of(cls, way, function):
        key = (way, function.returns, function.parameters[0][0])
        if key not in cls.made:
            cls.made[key] = cls(*key)
        return cls.made[key]


class Frame:
    """A function that is being executed."""

    count = 0

    def __init__(self, function):
        Frame.count += 1
        self.function, self.number = function, Frame.count
        self.targets = {}  # `out` -> the place that it points to


class Stop(Exception):
    """A return statement was executed."""

    def __init__(self, value, statement):
        super().__init__()
        self.value, self.statement = value, statement


class Program:
    """The program with this number. The same seed gives the same program."""

    def __init__(self, number, seed):
        self.number = number
        self.random = random.Random(f"{seed}/{number}")
        self.prefix = f"p{number}_"
        self.functions = []  # in the order in which they must be written: callees first
        self.globals = []
        self.memory = Memory(self.aliases)
        self.statements = self.steps = 0
        self.frames = []
        self.locals_made = 0
        self.make()

    # --- execution -------------------------------------------------------------

    def locate(self, frame, place):
        if place.kind == "local":
            return ("local", frame.number, union_of(place.name))
        if place.kind == "global":
            return ("global", place.name)
        if place.kind == "target":
            target = frame.targets[place.base]
            if target[0] == "heap" and target[1] not in self.memory.holders:
                raise Invalid  # its block was freed
            return target
        block = self.memory.live(self.memory.read(self.locate(frame, place.base)))
        return ("heap", block.number, place.name)

    def aliases(self, place):
        """Other words for the place: of parameters that point to it, of a union."""
        is_union = place[0] == "local" and place[2].startswith("any")
        members = {f"{place[2]}.{member}" for member in UNION} if is_union else set()
        parameters = {word for frame in self.frames for name, target in frame.targets.items()
                      if target == place for word in ("*" + name, name + "[0]")}
        field = {"->" + place[2]} if place[0] == "heap" else set()
        return members | parameters | field

    def value(self, frame, e, statement):
        """The value of an expression; a block that only it leads to is on its way."""
        if e is None:
            return NULL
        if isinstance(e, Place):
            return self.memory.read(self.locate(frame, e))
        if e[0] == "value":
            return e[1]
        if e[0] == "new":
            return self.memory.allocate(e[1], statement, zero=e[2])
        if e[0] == "realloc":
            return self.reallocated(self.memory.read(self.locate(frame, e[1])), e[1].type,
                                    statement)
        if e[0] == "inside":
            value = self.value(frame, e[1], statement)
            if e[3] == "library" and isinstance(value, tuple):
                raise Invalid  # it writes
            return self.memory.inside(value, e[2])
        if e[0] == "member":
            return self.both(frame, e[1], e[2], statement)[e[3]]
        return self.call(frame, e, statement)

    def reallocated(self, old, type_, statement):
        """The fields of a node are copied, then the old block is freed."""
        memory = self.memory
        if old in memory.holders and memory.blocks[old].type != type_:
            raise Invalid  # a union had it
        new = memory.allocate(type_, statement, zero=type_ == TEXT)
        if old is not NULL:
            if type_ == NODE and old in memory.holders:
                memory.copy_all([(("heap", new, f), ("heap", old, f), set())
                                 for f in FIELDS], statement)
            memory.free(old, statement)
        return new

    def call(self, frame, e, statement):
        if e[3] in HELPED:
            return self.call_by_helper(frame, e, statement)
        return self.call_itself(frame, e, statement)

    def call_by_helper(self, frame, e, statement):
        """The helper holds the argument while the function runs."""
        memory, helper = self.memory, Helper.of(e[3], e[1])
        value = self.value(frame, e[2][0], statement)
        inner = Frame(helper.end.function)
        self.frames.append(inner)
        name = "y" if e[3] == "jumped" else "x"
        memory.store(("local", inner.number, name), value, statement, {name})
        if e[3] == "thread":
            memory.store(("local", inner.number, "job.x"), value, helper.job, {"job.x"})
        value = self.call_itself(frame, ("call", e[1], [("value", value)]), helper.calls)
        if e[3] == "thread" and e[1].returns:
            memory.store(("local", inner.number, "job.r"), value, helper.calls,
                         {"job.r", "job->r"})
        self.frames.pop()
        if e[3] == "jumped":
            memory.leave(inner.number, helper.end, how="longjmp")
            return NULL
        memory.leave(inner.number, helper.end, value)
        memory.on_its_way(value, statement)
        return value

    def call_itself(self, frame, e, statement):
        function, arguments = e[1], e[2]
        values = []
        targets = {}
        for (type_, name), argument in zip(function.parameters, arguments):
            if type_.endswith("**"):
                targets[name] = self.locate(frame, argument)
            else:
                values.append((name, self.value(frame, argument, statement)))
        inner = Frame(function)
        inner.targets = targets
        for name, value in values:
            self.memory.store(("local", inner.number, name), value, statement, {name})
        for name, place in targets.items():
            if place[0] == "heap":  # the parameter points into that block
                first = place[2] == list(FIELDS)[0]
                value = place[1] if first else (place[1], place[2])
                self.memory.store(("local", inner.number, name), value, statement,
                                  {name})
        self.frames.append(inner)
        if len(self.frames) > 8:
            raise Invalid
        try:
            if not function.complete:
                self.fill(inner)
            else:
                self.run(inner, function.body)
            value, end = NULL, ("end", function)
        except Stop as stop:
            value, end = stop.value, stop.statement
        self.frames.pop()
        self.memory.leave(inner.number, end, value)
        if function.returns is None:
            value = NULL
        self.memory.on_its_way(value, statement)
        return value

    def run(self, frame, body):
        for i, statement in enumerate(body):
            try:
                self.step(frame, statement)
            except Stop:
                del body[i + 1:]  # never executed, and never will be
                raise

    def step(self, frame, s):
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise Invalid
        getattr(self, "do_" + s.kind)(frame, s)

    def do_declare(self, frame, s):
        self.memory.declare(("local", frame.number, s.name))
        if s.init is not UNSET:
            value = self.value(frame, s.init, s)
            self.memory.store(("local", frame.number, s.name), value, s, {s.name})

    def do_assign(self, frame, s):
        value = self.value(frame, s.value, s)
        self.memory.store(self.locate(frame, s.to), value, s, {s.to.text()})

    def do_step(self, frame, s):
        place = self.locate(frame, s.place)
        self.memory.store(place, self.memory.moved(place, s.by), s, {s.place.text()})

    def do_tag(self, frame, s):
        place = self.locate(frame, s.place)
        self.memory.store(place, self.memory.tagged(place, s.on), s, {s.place.text()})

    def do_hide(self, frame, s):
        place = self.locate(frame, s.place)
        self.memory.store(place, self.memory.hidden(place, s.on), s, {s.place.text()})

    def do_exchange(self, frame, s):
        a, b = self.locate(frame, s.a), self.locate(frame, s.b)
        if a == b:
            raise Invalid
        self.memory.read(a), self.memory.read(b)
        self.memory.copy_all([(a, b, {s.a.text()}), (b, a, {s.b.text()})], s)

    def do_shift(self, frame, s):
        places = [("local", frame.number, f"{s.name}[{i}]") for i in range(ELEMENTS)]
        to, source = (places[:-1], places[1:])[::1 if s.down else -1]
        self.memory.copy_all([(a, b, {a[2]}) for a, b in zip(to, source)], s)

    def do_both(self, frame, s):
        values = self.both(frame, s.p, s.q, s)
        if s.to:
            for member, value in zip(DUO, values):
                name = f"{s.to}.{member}"
                self.memory.store(("local", frame.number, name), value, s, {name})

    def both(self, frame, p, q, statement):
        """A function of the writer puts two values into a struct and returns it."""
        values = [self.value(frame, e, statement) for e in (p, q)]
        memory, inner = self.memory, Frame(None)
        for name, value in zip(DUO, values):
            memory.store(("local", inner.number, name), value, statement, {name})
        memory.leave(inner.number, statement, *values)
        for value in values:
            memory.on_its_way(value, statement)
        return values

    def do_atomic(self, frame, s):
        """The value of `place` goes to `to` and is exchanged for that of `source`."""
        to, place, source = (self.locate(frame, p) for p in (s.to, s.place, s.source))
        self.memory.read(place), self.memory.read(source)
        self.memory.copy_all([(place, source, {s.place.text()}),
                              (to, place, {s.to.text()})], s)

    def do_print(self, frame, s):
        """asprintf stores a new text in a variable."""
        value = self.memory.allocate(TEXT, s, zero=True)
        self.memory.store(self.locate(frame, s.to), value, s, {s.to.text()})

    def do_split(self, frame, s):
        """strtok_r stores a pointer to the rest of a text, and returns the text."""
        value = self.memory.read(self.locate(frame, s.place))
        rest = self.memory.inside(value, 3)
        if isinstance(value, tuple):
            raise Invalid
        self.memory.store(self.locate(frame, s.rest), rest, s, {s.rest.text()})
        self.memory.store(self.locate(frame, s.to), value, s, {s.to.text()})

    def do_number(self, frame, s):
        self.memory.store(("local", frame.number, s.name), UNSET, s, set())

    def do_sort(self, frame, s):
        """A known gap: qsort keeps elements in registers from one superblock to the next.
        There lastptr does not see that the bytes of an unset one are left over."""
        places = [("local", frame.number, f"{s.name}[{i}]") for i in range(ELEMENTS)]
        for place in places:
            self.memory.read(place)
        self.memory.copy_all([(a, b, set()) for a, b in zip(places, places[::-1])], s)

    def do_free(self, frame, s):
        place = self.locate(frame, s.place)
        value = self.memory.read(place)
        if value is not NULL:
            self.memory.free(value, s)

    def do_call(self, frame, s):
        self.value(frame, s.call, s)

    def do_new_ignored(self, frame, s):
        self.value(frame, ("new", TEXT, False), s)

    def do_return(self, frame, s):
        value = NULL
        if frame.function.returns:
            value = self.value(frame, s.value, s)
        raise Stop(value, s)

    def do_if(self, frame, s):
        self.run(frame, s.body if s.true else s.otherwise)

    def do_loop(self, frame, s):
        for _ in range(s.count):
            self.run(frame, s.body)

    def do_pair_copy(self, frame, s):
        self.memory.copy_all([(("local", frame.number, f"{s.to}.{m}"),
                               ("local", frame.number, f"{s.source}.{m}"),
                               {f"{s.to}.{m}"}) for m in PAIR], s)

    def do_node_copy(self, frame, s):
        to = self.memory.live(self.memory.read(self.locate(frame, s.to)))
        source = self.memory.live(self.memory.read(self.locate(frame, s.source)))
        self.memory.copy_all([(("heap", to.number, f), ("heap", source.number, f),
                               {f"{s.to.text()}->{f}"}) for f in FIELDS], s)

    def do_clear(self, frame, s):
        for name in s.names:
            self.memory.store(("local", frame.number, name), NULL, s, {name})

    # --- generation ------------------------------------------------------------

    def make(self):
        r = self.random
        for i in range(r.randint(0, 4)):
            type_ = r.choice([NODE, TEXT])
            name = f"{self.prefix}g{i}"
            self.globals.append((type_, name))
            self.memory.declare(("global", name), zero=True)
        first = Function(self.prefix + "start", None, [])
        frame = Frame(first)
        self.frames.append(frame)
        try:
            self.fill(frame)
            end = ("end", first)
        except Stop as stop:
            end = stop.statement
        self.frames.pop()
        self.memory.leave(frame.number, end, NULL)

    def fill(self, frame):
        """Generate a function's body while it is executed."""
        r, f = self.random, frame.function
        for _ in range(r.randint(1, 4)):
            self.add_local(frame)
        f.shape = r.choice(["plain", "plain", "goto", "plain"])
        try:
            for _ in range(r.randint(2, 9)):
                self.add_some(frame, f.body)
            if f.returns or r.random() < 0.2:
                self.attempt(frame, f.body, lambda: self.a_return(frame))
            if f.returns:
                self.attempt(frame, f.body,
                             lambda: Statement("return", value=None, function=f))
        finally:
            f.complete = True
            self.functions.append(f)

    def add_local(self, frame):
        r = self.random
        self.locals_made += 1
        kind = r.choice(["node", "node", "node", "text", "text", "text", "array", "pair",
                         "any", "duo"])
        name = f"{'any' if kind == 'any' else r.choice('uvwxyz')}{self.locals_made}"
        init = r.choice(["null", "unset"])
        type_ = {"node": NODE, "text": TEXT}.get(kind, kind)
        words = {"array": [f"{name}[{i}]" for i in range(ELEMENTS)]}.get(kind, [name])
        if kind in ("pair", "duo"):
            words = [f"{name}.{member}" for member in MEMBERS[kind]]
        frame.function.locals.append((type_, name, init))
        for word in words:
            self.memory.declare(("local", frame.number, word), zero=init == "null")

    def attempt(self, frame, body, make):
        """Make a statement, and keep it if it is defined now. Stop passes through."""
        function = frame.function
        saved = (self.memory.save(), self.steps, len(self.functions), self.statements,
                 list(self.frames), len(function.locals))
        s = make()
        if s is None:
            return False
        try:
            self.statements += 1
            self.step(frame, s)
        except Invalid:
            self.memory.restore(saved[0])
            self.steps, self.statements, self.frames = saved[1], saved[3], saved[4]
            del self.functions[saved[2]:]
            del function.locals[saved[5]:]
            return False
        except Stop:
            body.append(s)
            raise
        body.append(s)
        return True

    def add_some(self, frame, body):
        if self.statements > MOST_STATEMENTS:
            return
        for _ in range(10):
            if self.attempt(frame, body, lambda: self.a_statement(frame, 0)):
                body[-1].joined = self.random.random() < 0.08
                return

    # --- pieces ----------------------------------------------------------------

    def places(self, frame, type_, fields=True):
        """Places of the type that can be named in the frame."""
        found = []
        f = frame.function
        for t, name in f.parameters:
            if t == type_:
                found.append(Place("local", t, name))
            elif t == type_ + "*":
                found.append(Place("target", type_, base=name, name=None))
        for t, name, _ in f.locals:
            if t == type_:
                found.append(Place("local", t, name))
            elif t == "array" and type_ == NODE:
                found += [Place("local", NODE, f"{name}[{i}]") for i in range(ELEMENTS)]
            elif t in MEMBERS:
                found += [Place("local", type_, f"{name}.{m}")
                          for m, mt in MEMBERS[t].items() if mt == type_]
        for t, name in self.globals:
            if t == type_:
                found.append(Place("global", t, name))
        if fields:
            for base in self.places(frame, NODE, False):
                for field, t in FIELDS.items():
                    if t == type_ and self.has_block(frame, base):
                        found.append(Place("field", t, field, base))
                        if t == NODE and self.has_block(frame, found[-1]):
                            inner = found[-1]
                            found += [Place("field", t2, f2, inner)
                                      for f2, t2 in FIELDS.items() if t2 == type_]
        return found

    def has_block(self, frame, place):
        try:
            return self.memory.live(
                self.memory.read(self.locate(frame, place))) is not None
        except Invalid:
            return False

    def place(self, frame, type_, set_=False):
        """A random place; with `set_` one that can be read."""
        choices = self.places(frame, type_)
        if set_:
            choices = [p for p in choices if self.readable(frame, p)]
        return self.random.choice(choices) if choices else None

    def readable(self, frame, place):
        try:
            self.memory.read(self.locate(frame, place))
            return True
        except Invalid:
            return False

    def a_type(self):
        return self.random.choice([NODE, TEXT])

    def an_expression(self, frame, type_):
        roll = self.random.random()
        if type_ == TEXT and roll < 0.12:
            return self.inside(frame)
        if 0.12 < roll < 0.16:
            pair = [self.an_argument(frame, t) for t in DUO.values()]
            return UNSET not in pair and \
                ("member", *pair, list(DUO.values()).index(type_)) or None
        if roll < 0.45:
            return ("new", type_, type_ == TEXT or self.random.random() < 0.7)
        if roll < 0.55:
            return None
        if roll < 0.75:
            return self.place(frame, type_, True)
        return self.a_call(frame, type_) or self.place(frame, type_, True)

    def inside(self, frame):
        """A pointer into the middle; a library function may return it."""
        r = self.random
        e = r.choice([lambda: ("new", TEXT, True), lambda: self.place(frame, TEXT, True),
                      lambda: self.a_call(frame, TEXT)])()
        return e and ("inside", e, r.randint(0, 3), r.choice(["sum", "library"]))

    def a_call(self, frame, returns):
        """A call of a function that exists, or of a new one."""
        r = self.random
        if len(self.frames) > 4:
            return None
        way = r.choice(WAYS)
        if way == "jumped" and returns:
            way = "plain"
        complete = [f for f in self.functions if f.complete and f.returns == returns and
                    (way not in HELPED or takes_one(f))]
        if complete and r.random() < 0.4:
            function = r.choice(complete)
        elif len(self.functions) < 8:
            if way in HELPED:
                parameters = [(self.a_type(), "a0")]
            else:
                parameters = [(self.a_type() + ("*" if r.random() < 0.25 else ""),
                               f"a{i}") for i in range(r.randint(0, 3))]
            self.locals_made += 1
            function = Function(f"{self.prefix}f{self.locals_made}", returns, parameters)
        else:
            return None
        arguments = [self.an_argument(frame, t) for t, _ in function.parameters]
        if UNSET in arguments:
            return None
        if function in complete and r.random() < 0.2:
            self.nest(frame, function, arguments)
        return ("call", function, arguments, way)

    def an_argument(self, frame, type_):
        """UNSET if there is none. C leaves open in which order arguments are computed:
        only allocations are computed here, whose order does not matter."""
        if type_.endswith("**"):
            return self.place(frame, type_[:-1]) or UNSET
        roll = self.random.random()
        if roll < 0.2:
            return ("new", type_, True)
        if roll < 0.3:
            return None
        place = self.place(frame, type_, True)
        if place and type_ == TEXT and roll > 0.9:
            return ("inside", place, self.random.randint(1, 3), "sum")
        return place or UNSET

    def nest(self, frame, function, arguments):
        """f(f(x)): makes one argument a call, and the others NULL."""
        types = [t for t, _ in function.parameters]
        if function.returns not in types or any(t.endswith("**") for t in types):
            return
        inner = list(arguments)
        arguments[:] = [None] * len(types)
        arguments[types.index(function.returns)] = ("call", function, inner, "plain")

    def a_return(self, frame):
        function = frame.function
        value = self.an_expression(frame, function.returns) if function.returns else None
        return Statement("return", value=value, function=function)

    def a_statement(self, frame, depth):
        r = self.random
        kinds = ["assign"] * 8 + ["free"] * 3 + ["call"] * 3 + [
            "declare", "pair_copy", "node_copy", "clear", "number", "sort"] + [
                "step", "step", "step", "tag", "tag", "hide", "exchange", "shift", "both",
                "both", "atomic", "print", "split"]
        if depth < 2:
            kinds += ["if", "if", "loop"]
        if depth > 0 and r.random() < 0.3:
            kinds += ["return"] * 3
        if r.random() < 0.1:
            kinds += ["new_ignored"]
        kind = r.choice(kinds)
        if kind == "return":
            return self.a_return(frame)
        return getattr(self, "a_" + ("call_" if kind == "call" else kind))(frame, depth)

    def a_assign(self, frame, _):
        type_ = self.a_type()
        globals_ = [p for p in self.places(frame, type_, False) if p.kind == "global"]
        to = self.place(frame, type_)
        if globals_ and self.random.random() < 0.2:
            to = self.random.choice(globals_)
        if to is None:
            return None
        if self.random.random() < 0.1 and self.readable(frame, to):
            return Statement("assign", to=to, value=("realloc", to))
        how = self.random.choice(["plain"] * 6 + ["memcpy", "bytes"])
        value = self.an_expression(frame, type_)
        call = value
        if isinstance(call, tuple) and call[0] == "inside":
            call = call[1]
        if to.kind == "field" and isinstance(call, tuple) and call[0] == "call" and (
                to.base.kind != "local" or any(t.endswith("**")
                                               for t, _ in call[1].parameters)):
            return None  # the call may change what the left side means
        if not isinstance(value, Place) or how == "bytes" and \
                {value.kind, to.kind} & {"field", "target"}:
            how = "plain"
        return Statement("assign", to=to, value=value, how=how)

    def a_free(self, frame, _):
        place = self.place(frame, self.a_type(), True)
        return place and Statement("free", place=place)

    def a_call_(self, frame, _):
        call = self.a_call(frame, self.random.choice([NODE, TEXT, None, None]))
        return call and Statement("call", call=call)

    def a_declare(self, frame, depth):
        if depth:
            return None
        self.locals_made += 1
        type_ = self.a_type()
        name = f"d{self.locals_made}"
        init = self.random.choice([UNSET, None, 1, 1, 1])
        if init == 1:
            init = self.an_expression(frame, type_)
        s = Statement("declare", type=type_, name=name, init=init)
        frame.function.locals.append((type_, name, "declared"))
        return s

    def a_pair_copy(self, frame, _):
        type_ = self.random.choice(["pair", "duo"])
        pairs = [name for t, name, _ in frame.function.locals if t == type_]
        if len(pairs) < 2:
            return None
        to, source = self.random.sample(pairs, 2)
        return Statement("pair_copy", to=to, source=source,
                         how=self.random.choice(["plain", "memcpy", "bytes"]))

    def a_node_copy(self, frame, _):
        to, source = self.place(frame, NODE, True), self.place(frame, NODE, True)
        if to is None or not self.has_block(frame, to) or \
                not self.has_block(frame, source):
            return None
        return Statement("node_copy", to=to, source=source)

    def a_clear(self, frame, _):
        arrays = [name for t, name, _ in frame.function.locals if t == "array"]
        if not arrays:
            return None
        name = self.random.choice(arrays)
        return Statement("clear", name=name,
                         names=[f"{name}[{i}]" for i in range(ELEMENTS)])

    def a_step(self, frame, _):
        """p++ of a variable."""
        places = [p for p in self.places(frame, TEXT, False)
                  if p.kind in ("local", "global") and p.name.isidentifier()]
        moved = [p for p in places
                 if isinstance(self.memory.values.get(self.locate(frame, p)), tuple)]
        if not places:
            return None
        back = moved and self.random.random() < 0.5
        return Statement("step", place=self.random.choice(moved if back else places),
                         by=-1 if back else 1, form=self.random.randrange(3))

    def variables(self, frame, type_):
        return [p for p in self.places(frame, type_, False)
                if p.kind in ("local", "global")]

    def a_tag(self, frame, _):
        """A bit of the address tells something; or it is removed again."""
        places = self.variables(frame, NODE)
        tagged = [p for p in places
                  if isinstance(self.memory.values.get(self.locate(frame, p)), tuple)]
        if not places:
            return None
        off = tagged and self.random.random() < 0.6
        return Statement("tag", place=self.random.choice(tagged if off else places),
                         on=not off)

    def a_hide(self, frame, _):
        places = self.variables(frame, self.a_type())
        hidden = [p for p in places if block_of(
            self.memory.values.get(self.locate(frame, p))) == "hidden"]
        if not places:
            return None
        off = hidden and self.random.random() < 0.8
        return Statement("hide", place=self.random.choice(hidden if off else places),
                         on=not off)

    def a_atomic(self, frame, _):
        places = self.variables(frame, self.a_type())
        if len(places) < 2:
            return None
        to, place, source = (self.random.choice(places) for _ in range(3))
        return Statement("atomic", to=to, place=place, source=source)

    def a_print(self, frame, _):
        places = self.variables(frame, TEXT)
        return Statement("print", to=self.random.choice(places)) if places else None

    def a_split(self, frame, _):
        places = self.variables(frame, TEXT)
        if not places:
            return None
        to, place, rest = (self.random.choice(places) for _ in range(3))
        return Statement("split", to=to, place=place, rest=rest)

    def a_exchange(self, frame, _):
        places = [p for p in self.variables(frame, self.a_type())
                  if self.readable(frame, p)]
        if len(places) < 2:
            return None
        a, b = self.random.sample(places, 2)
        return Statement("exchange", a=a, b=b)

    def a_shift(self, frame, _):
        arrays = [name for t, name, _ in frame.function.locals if t == "array"]
        return Statement("shift", name=self.random.choice(arrays),
                         down=self.random.random() < 0.5) if arrays else None

    def a_both(self, frame, _):
        p, q = self.an_argument(frame, NODE), self.an_argument(frame, TEXT)
        names = [name for t, name, _ in frame.function.locals if t == "duo"]
        if UNSET in (p, q):
            return None
        to = self.random.choice(names) if names and self.random.random() < 0.8 else None
        return Statement("both", to=to, p=p, q=q)

    def a_number(self, frame, _):
        unions = [name for t, name, _ in frame.function.locals if t == "any"]
        return Statement("number", name=self.random.choice(unions)) if unions else None

    def a_sort(self, frame, _):
        arrays = [name for t, name, _ in frame.function.locals if t == "array"]
        return Statement("sort", name=self.random.choice(arrays)) if arrays else None

    def a_new_ignored(self, frame, _):
        return Statement("new_ignored")

    def some(self, frame, depth):
        """Statements that belong together; whether they are defined is not known yet."""
        found = [self.a_statement(frame, depth + 1)
                 for _ in range(self.random.randint(1, 3))]
        return [s for s in found if s is not None]

    def dead(self, frame):
        """Statements that are never executed."""
        place = self.place(frame, self.a_type())
        body = [Statement("noise")]
        if place is not None:
            body = [Statement("free", place=place),
                    Statement("assign", to=place, value=None, how="plain")]
        if self.random.random() < 0.4:
            body.append(Statement("return", value=None, function=frame.function))
        return body

    def a_if(self, frame, depth):
        live, dead = self.some(frame, depth), self.dead(frame)
        true = self.random.random() < 0.6
        if not true and self.random.random() < 0.5:
            live = []
        if true and self.random.random() < 0.5:
            dead = []
        return Statement("if", true=true, body=live if true else dead,
                         otherwise=dead if true else live,
                         tight=self.random.random() < 0.3)

    def a_loop(self, frame, depth):
        return Statement("loop", count=self.random.randint(1, 3),
                         body=self.some(frame, depth))
