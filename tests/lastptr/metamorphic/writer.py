# SPDX-License-Identifier: MIT
"""writer: writes programs as C, in variants.

A variant changes what must not change the answer: calls of other functions between the
statements, the order of the locals, locals that nobody uses. The writer notes the line
of each statement, so that answers can be compared whatever the variant.
"""
import random
import re

from program import ELEMENTS, HELPED, NODE, TEXT, Helper, Place, letter

HEAD = """#include <ctype.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>
struct node { struct node *a; int n; struct node *b; char *s; };
struct pair { int k; struct node *p; char *q; };
struct duo { struct node *p; char *q; };
union any { struct node *p; char *q; long n; };
static jmp_buf back[20];
static int depth;
static struct duo duo_of(struct node *p, char *q) { struct duo r = {p, q}; return r; }
volatile int one = 1, zero = 0;
volatile double sink;
static void int_local(void) { int l = 0; l++; sink += l; }
static void int_locals(void) { int a = 0; int b = 0; int c = 0; int d = 0; sink += a + b + c + d; }
static int many_ints(int n) { int a = n; int b = 1; int c = 0, d = 0, e = 0, f = 0; for (int i = 0; i < 2; i++) c += b; return a + c + d + e + f; }
static void short_local(void) { short s = 0; char c = 0; short t = 5; t = 0; sink += s + c + t; }
static double doubles(double x) { double y = 0; float z = 0; return x + y + (double)z; }
static void array(void) { int v[7]; v[0] = 0; v[3] = 0; v[6] = 0; sink += v[0] + v[3] + v[6]; }
static int varargs(int n, ...) { va_list l; int sum = 0; va_start(l, n); for (int i = 0; i < n; i++) sum += va_arg(l, int); va_end(l); return sum; }
struct mixed { int a; short b; char c; int d; char e[5]; };
static struct mixed mixed(int a) { struct mixed m; m.a = a; m.b = 0; m.c = 0; m.d = 0; m.e[3] = 0; return m; }
static void mixed_user(void) { struct mixed m = mixed(0); struct mixed o = m; o.d = 0; sink += o.a; }
static int recursion(int n) { int k = 0; if (n > 0) k = recursion(n - 1); return k; }
static void bytes_copy(void *to, const void *from, size_t n) { char *t = to; const char *f = from; while (n--) *t++ = *f++; }
static void pads(void) { char big[200]; big[0] = 0; big[100] = 0; big[199] = 0; int i = 0; sink += big[0] + i; }
static void halves(void) { int x[20]; for (int i = 0; i < 20; i += 2) x[i] = 0; sink += x[0]; }
static void other_halves(void) { int x[20]; for (int i = 1; i < 20; i += 2) x[i] = 0; sink += x[1]; }
"""

OWN_NOISE = ["int_local();", "int_locals();", "many_ints(0);", "short_local();",
             "sink += doubles(0);", "array();", "varargs(2, 0, 0);",
             'varargs(3, 1, 2, 3);', "mixed_user();", "recursion(3);", "pads();",
             "halves();", "other_halves();"]

# Each is bound at its first call.
LIBRARY_NOISE = (
    [f"sink += {f}(sink > 1 ? 0.5 : 0.25);" for f in
     """sin cos tan asin acos atan sinh cosh tanh exp exp2 log log2 log10 sqrt cbrt erf
     lgamma tgamma expm1 log1p asinh atanh floor ceil rint round trunc nearbyint logb
     j0 j1 erfc""".split()] +
    [f"sink += {f}(0.5, 2.0);" for f in
     "pow atan2 hypot fmod remainder fdim fmax fmin nextafter copysign".split()] +
    [f"sink += {f}(one + 64);" for f in
     """isalpha isdigit toupper tolower isspace isupper islower ispunct isxdigit iswalpha
     towupper towlower abs putwchar_unlocked btowc wctob""".split()
     if f != "putwchar_unlocked"] +
    ['{ char t[30]; snprintf(t, sizeof t, "%d %s", one, "text"); }',
     '{ char t[30]; sprintf(t, "%.3f", sink); }',
     'sink += atoi("12");', 'sink += atof("1.5");', 'sink += atol("7");',
     'sink += strtol("12", NULL, 10);', 'sink += strtod("2.5", NULL);',
     'sink += strtoul("12", NULL, 0);', 'sink += atoll("3");',
     'sink += getenv("HOME") != NULL;', "sink += getpid();", "sink += getppid();",
     "sink += time(NULL) > 0;", "sink += clock() > 0;", "sink += getuid();",
     'sink += strcmp("a", one ? "b" : "c");', 'sink += strncmp("ab", "ac", one);',
     'sink += strchr("abc", one + 97) != NULL;', 'sink += strrchr("ab", 97) != NULL;',
     'sink += strstr("abc", one ? "b" : "c") != NULL;',
     'sink += strspn("aab", one ? "a" : "b");', 'sink += strcspn("aab", "b");',
     'sink += strpbrk("aab", one ? "b" : "") != NULL;', 'sink += strlen(one ? "a" : "");',
     'sink += memcmp("ab", one ? "ac" : "ab", 2);', 'sink += memchr("abc", 99, 3) != NULL;',
     'sink += strcasecmp("A", one ? "a" : "b");', 'sink += strcoll("a", "b");',
     '{ int x = 0; sink += sscanf("5", "%d", &x); }', "srand(3);", "sink += rand() > 0;",
     'sink += wcslen(one ? L"ab" : L"");', 'sink += labs(-(long)one);',
     "{ div_t d = div(7, one); sink += d.quot; }", 'sink += access("/", 0);',
     '{ char t[20]; strcpy(t, one ? "ab" : "c"); strcat(t, "d"); }',
     '{ char t[20]; strncpy(t, one ? "ab" : "c", 5); }',
     '{ char t[40]; memset(t, zero, (size_t)one * 40); }',
     '{ int v[3] = {3, 2, 1}; qsort(v, 3, sizeof *v, by_int); }',
     '{ int k = 2, v[3] = {1, 2, 3}; sink += bsearch(&k, v, 3, sizeof *v, by_int) != NULL; }'])

HEAD += """static int by_int(const void *a, const void *b) { int x = *(const int *)a; int y = *(const int *)b; return x - y; }
"""


# It sorts what comes later before what comes earlier: the order is reversed.
HEAD += """static int later_first(const void *a, const void *b) { return a < b ? 1 : -1; }
"""

# See Helper in program.py. A comment marks each of its lines that may lose something.
HELPERS = {
    True: """
static {R}hand_{n}({R}(*f)({P}), {P}x)
{{
    return f(x); /* hand_{n}:call hand_{n}:end */
}}
static {R}list_{n}(int count, ...)
{{
    {P}x = NULL;
    va_list list;
    va_start(list, count);
    {R}(*f)({P}) = va_arg(list, {R}(*)({P}));
    x = va_arg(list, {P});
    va_end(list);
    return f(x); /* list_{n}:call list_{n}:end */
}}
struct job_{n} {{ {R}(*f)({P}); {P}x; {R}r; }};
static void *start_{n}(void *p)
{{
    struct job_{n} *job = p;
    job->r = job->f(job->x); /* thread_{n}:call */
    return NULL;
}}
static {R}thread_{n}({R}(*f)({P}), {P}x)
{{
    struct job_{n} job = {{f, x, NULL}}; /* thread_{n}:job */
    pthread_t thread;
    pthread_create(&thread, NULL, start_{n}, &job);
    pthread_join(thread, NULL);
    return job.r; /* thread_{n}:end */
}}
""",
    False: """
static void hand_{n}(void (*f)({P}), {P}x)
{{
    f(x); /* hand_{n}:call */
}} /* hand_{n}:end */
static void list_{n}(int count, ...)
{{
    {P}x = NULL;
    va_list list;
    va_start(list, count);
    void (*f)({P}) = va_arg(list, void (*)({P}));
    x = va_arg(list, {P});
    va_end(list);
    f(x); /* list_{n}:call */
}} /* list_{n}:end */
static void leap_{n}(void (*f)({P}), {P}*from)
{{
    {P}y = *from;
    *from = NULL;
    f(y); /* jump_{n}:call */
    longjmp(back[depth - 1], 1); /* jump_{n}:end */
}}
static void jump_{n}(void (*f)({P}), {P}x)
{{
    if (setjmp(back[depth++]) == 0)
        leap_{n}(f, &x);
    memset(back[--depth], 0, sizeof *back); /* it may have kept old pointers */
}}
struct job_{n} {{ void (*f)({P}); {P}x; }};
static void *start_{n}(void *p)
{{
    struct job_{n} *job = p;
    job->f(job->x); /* thread_{n}:call */
    return NULL;
}}
static void thread_{n}(void (*f)({P}), {P}x)
{{
    struct job_{n} job = {{f, x}}; /* thread_{n}:job */
    pthread_t thread;
    pthread_create(&thread, NULL, start_{n}, &job);
    pthread_join(thread, NULL);
}} /* thread_{n}:end */
"""}
for returns in (NODE, TEXT, None):
    for parameter in (NODE, TEXT):
        HEAD += HELPERS[bool(returns)].format(
            R=returns, P=parameter, n=letter(returns) + letter(parameter))

MARKS = {mark: number + 1 for number, line in enumerate(HEAD.splitlines())
         for mark in re.findall(r"(?:hand|thread|list|jump)_..:\w+", line)}

BYTES_COPY_LINE = 1 + [i for i, line in enumerate(HEAD.splitlines())
                       if "bytes_copy" in line][0]


class Writer:
    def __init__(self, programs, seed, noise=0.0, order=False, padding=False):
        self.random = random.Random(f"variant/{seed}")
        self.noise_rate, self.order, self.padding = noise, order, padding
        self.lines = HEAD.splitlines()
        self.line_of = {}  # id of a statement, or ("end", function) -> line
        self.library = list(LIBRARY_NOISE)
        self.random.shuffle(self.library)
        for program in programs:
            self.program(program)
        self.put("int main(void)")
        self.put("{")
        for program in programs:
            self.put(f"    {program.prefix}start();")
            self.noise("    ")
        for call in OWN_NOISE * 2:
            self.put("    " + call)
        self.put("    return 0;")
        self.put("}")

    def text(self):
        return "\n".join(self.lines) + "\n"

    def put(self, line):
        self.lines.append(line)

    def noise(self, indent):
        while self.random.random() < self.noise_rate:
            if self.random.random() < 0.5 and self.library:
                self.put(indent + self.library.pop())
            else:
                self.put(indent + self.random.choice(OWN_NOISE))

    def program(self, program):
        for type_, name in program.globals:
            self.put(f"static {type_}{name};")
        for function in program.functions:
            self.function(program, function)

    # --- functions -------------------------------------------------------------

    def function(self, program, function):
        style = random.Random(function.name)
        parameters = ", ".join(t + n for t, n in function.parameters) or "void"
        self.put(f"static {function.returns or 'void '}{function.name}({parameters})")
        self.put("{")
        self.declare_locals(function)
        self.goto = function.shape == "goto" and not function.returns
        self.used_goto = False
        self.body(function, function.body, "    ")
        ends_in_return = function.body and function.body[-1].kind == "return"
        if function.returns and not ends_in_return:
            self.put("    return NULL;")
        if self.used_goto:
            self.put("out:")
            self.put("    ;")
        if not function.returns and (not ends_in_return or self.used_goto):
            self.tail(style)
        self.put("}")
        self.line_of[("end", function)] = len(self.lines)
        self.put(f"static {function.returns or 'void '}(*volatile by_{function.name})"
                 f"({parameters}) = {function.name};")
        self.put("")

    def tail(self, style):
        """Ends of functions that return nothing: no `return`, whatever they look like."""
        tails = [[], [], [], ["if (zero)", "    int_local();"],
                 ["if (one)", "    int_local();", "else", "    array();"],
                 ["for (int i = 0; i < 2; i++)", "    int_local();"],
                 ["while (one) {", "    int_local();", "    break;", "}"],
                 ["switch (one) {", "case 1:", "    int_local();", "    break;",
                  "default:", "    array();", "}"],
                 ["do", "    array();", "while (zero);"],
                 ["if (one) int_local(); else array();"]]
        for line in style.choice(tails):
            self.put("    " + line)

    def declare_locals(self, function):
        lines = []
        for type_, name, init in function.locals:
            if init == "declared":
                continue
            if type_ == "array":
                lines.append(f"struct node *{name}[{ELEMENTS}]" +
                             (" = {NULL};" if init == "null" else ";"))
            elif type_ == "duo":
                lines.append(f"struct duo {name}" +
                             (" = {NULL, NULL};" if init == "null" else ";"))
            elif type_ == "any":
                lines.append(f"union any {name}" +
                             (" = {NULL};" if init == "null" else ";"))
            elif type_ == "pair":
                lines.append(f"struct pair {name}" +
                             (" = {0, NULL, NULL};" if init == "null" else ";"))
            else:
                lines.append(f"{type_}{name}" + (" = NULL;" if init == "null" else ";"))
        if self.padding:
            for i in range(self.random.randint(1, 4)):
                pad = self.random.choice(
                    [f"int pad{i} = 0;", f"char pad{i}[{self.random.randint(1, 60)}];",
                     f"double pad{i} = 0;", f"struct pair pad{i};", f"short pad{i} = 0;",
                     f"long pad{i};"])
                lines.insert(self.random.randint(0, len(lines)), pad)
        if self.order:
            self.random.shuffle(lines)
        for line in lines:
            self.put("    " + line)

    # --- statements ------------------------------------------------------------

    def body(self, function, body, indent):
        for s in body:
            text = self.simple(function, s)
            if s.joined and text is not None and self.joinable:
                self.lines[-1] += " " + text
            else:
                self.noise(indent)
                if text is None:
                    self.compound(function, s, indent)
                    self.joinable = False
                    continue
                self.put(indent + text)
            self.line_of[id(s)] = len(self.lines)
            self.joinable = s.kind != "return"
        self.joinable = False

    joinable = False

    def compound(self, function, s, indent):
        if s.kind == "loop":
            i = "ijk"[len(indent) // 4 % 3]
            self.put(f"{indent}for (int {i} = 0; {i} < {s.count}; {i}++) {{")
            self.body(function, s.body, indent + "    ")
            self.put(indent + "}")
            return
        condition = "one" if s.true else "zero"
        only = self.simple(function, s.body[0]) if len(s.body) == 1 else None
        if s.tight and only is not None and s.body[0].kind != "declare":
            self.put(f"{indent}if ({condition}) {only}")
            self.line_of[id(s.body[0])] = len(self.lines)
        else:
            self.put(f"{indent}if ({condition}) {{")
            self.body(function, s.body, indent + "    ")
            self.put(indent + "}")
        if s.otherwise:
            self.lines[-1] += " else {" if self.lines[-1].endswith("}") else ""
            if not self.lines[-1].endswith("else {"):
                self.put(indent + "else {")
            self.body(function, s.otherwise, indent + "    ")
            self.put(indent + "}")

    def simple(self, function, s):
        """The statement as text; None: it takes several lines."""
        if s.kind == "assign":
            return self.assign(s)
        if s.kind == "declare":
            if s.init == "unset":
                return f"{s.type}{s.name};"
            return f"{s.type}{s.name} = {self.expression(s.init, s.type)};"
        if s.kind == "free":
            return f"free({s.place.text()});"
        if s.kind == "call":
            return self.expression(s.call, None) + ";"
        if s.kind == "new_ignored":
            return "malloc(9);"
        if s.kind == "noise":
            return "int_local();"
        if s.kind == "pair_copy":
            return {"plain": f"{s.to} = {s.source};",
                    "memcpy": f"memcpy(&{s.to}, &{s.source}, sizeof {s.to});",
                    "bytes": f"bytes_copy(&{s.to}, &{s.source}, sizeof {s.to});"}[s.how]
        if s.kind == "atomic":
            return f"{s.to.text()} = __atomic_exchange_n(&{s.place.text()}, " \
                   f"{s.source.text()}, __ATOMIC_SEQ_CST);"
        if s.kind == "print":
            return f'asprintf(&{s.to.text()}, "%s", "text");'
        if s.kind == "split":
            text = s.place.text()
            return f'strcpy({text}, "text"), {s.to.text()} = strtok_r({text}, "x", ' \
                   f"&{s.rest.text()});"
        if s.kind == "node_copy":
            return f"*{s.to.text()} = *{s.source.text()};"
        if s.kind == "step":
            plus, name = "+-"[s.by < 0], s.place.text()
            return [f"{name}{plus}{plus};", f"{plus}{plus}{name};",
                    f"{name} {plus}= 1;"][s.form]
        if s.kind == "number":
            return f"{s.name}.n = one;"
        if s.kind == "sort":
            return f"qsort({s.name}, {ELEMENTS}, sizeof *{s.name}, later_first);"
        if s.kind == "shift":
            to, source = (s.name, s.name + " + 1")[::1 if s.down else -1]
            return f"memmove({to}, {source}, {ELEMENTS - 1} * sizeof *{s.name});"
        if s.kind in ("tag", "hide", "exchange"):
            return self.as_number(s)
        if s.kind == "both":
            call = f"duo_of({self.expression(s.p, NODE)}, {self.expression(s.q, TEXT)});"
            return f"{s.to} = {call}" if s.to else call
        if s.kind == "clear":
            return f"memset({s.name}, 0, sizeof {s.name});"
        if s.kind == "return":
            if function.returns:
                return f"return {self.expression(s.value, function.returns)};"
            self.used_goto |= self.goto
            return "goto out;" if self.goto else "return;"
        return None

    def as_number(self, s):
        """Statements that compute with addresses."""
        if s.kind == "exchange":
            a, b = s.a.text(), s.b.text()
            both = f"({s.a.type})((unsigned long){a} ^ (unsigned long){b})"
            return f"{a} = {both}, {b} = {both}, {a} = {both};"
        p, number = s.place.text(), f"(unsigned long){s.place.text()}"
        if s.kind == "hide":
            return f"{p} = ({s.place.type})({number} ^ 0x5555000000000000ul);"
        return f"{p} = ({s.place.type})({number} {'| 1ul' if s.on else '& ~1ul'});"

    def assign(self, s):
        to, how = s.to.text(), getattr(s, "how", "plain")
        if how == "memcpy":
            return f"memcpy(&{to}, &{s.value.text()}, sizeof {to});"
        if how == "bytes":
            return f"bytes_copy(&{to}, &{s.value.text()}, sizeof {to});"
        return f"{to} = {self.expression(s.value, s.to.type)};"

    def expression(self, e, type_):
        if e is None:
            return "NULL"
        if isinstance(e, Place):
            return e.text()
        if e[0] == "realloc":
            size = "50" if type_ == TEXT else "sizeof(struct node) + 16"
            return f"realloc({e[1].text()}, {size})"
        if e[0] == "member":
            return f"duo_of({self.expression(e[1], NODE)}, " \
                   f"{self.expression(e[2], TEXT)}).{'pq'[e[3]]}"
        if e[0] == "inside":
            inner = self.expression(e[1], TEXT)
            if e[3] == "sum":
                return f"({inner}) + {e[2]}"
            return f'stpcpy({inner}, "{"abc"[:e[2]]}")'
        if e[0] == "call":
            arguments = [("&" if t.endswith("**") else "") + self.expression(a, t)
                         for (t, _), a in zip(e[1].parameters, e[2])]
            name = e[1].name
            if e[3] in HELPED:
                name = Helper.of(e[3], e[1]).name
                arguments.insert(0, e[1].name)
                if e[3] == "listed":
                    arguments.insert(0, "2")
                    arguments[-1] = f"({e[1].parameters[0][0]}){arguments[-1]}" \
                        if arguments[-1] == "NULL" else arguments[-1]
            elif e[3] == "pointer":
                name = "by_" + name
            return f"{name}({', '.join(arguments)})"
        if type_ == NODE:
            return "calloc(1, sizeof(struct node))" if e[2] else \
                "malloc(sizeof(struct node))"
        return 'strdup("text")' if e[2] else "malloc(20)"

    def loss_lines(self, loss):
        """The lines where the model says that the pointer was lost."""
        s = loss.statement
        if isinstance(s, tuple):
            return {self.line_of[s]}
        if hasattr(s, "mark"):
            return {MARKS[s.mark]}
        if s.kind == "return" and not s.function.returns:
            # The compiler may have no code for it but the end of the function.
            end = self.line_of[("end", s.function)]
            return {end} if s.function.shape == "goto" else {self.line_of[id(s)], end}
        if self.is_in_copier(loss):
            return {BYTES_COPY_LINE}
        return {self.line_of[id(s)]}

    def is_in_copier(self, loss):
        """Whether the pointer is lost in bytes_copy, which has names of its own."""
        return getattr(loss.statement, "how", "") == "bytes" and \
            loss.how == "overwritten"
