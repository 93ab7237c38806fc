/* SPDX-License-Identifier: MIT
 *
 * Valgrind's memcheck. */
#include "config.h"
#include "tools/suppress.h"
#include "tools/valgrind.h"

/* --track-origins is left off: it costs half a start-up and 100 MB each run.
 * --vex-guest-chase=no: what is translated ends at a call or a jump, so that no code is
 * translated again for each place that leads to it. That saves a fifteenth of a C
 * program's run, and a quarter of a Python module's.
 * --track-fds=yes: since 3.24 it also tells what is closed twice or used after that
 * ("bad", since 3.26, would tell nothing else). --modify-fds, since 3.26, is left off:
 * it gives the highest free number to what is opened, so that no later file has the
 * number of a closed one. FD_SET() of such a number writes past its set, and a right
 * program that calls select() crashes.
 * --max-stackframe: a larger step of the stack pointer is taken for another stack, and
 * what is written to a local array of that size for a fault. A stack has 8 MiB. */
#define OPTIONS                                                                        \
    "--leak-check=full", "--show-leak-kinds=all", "--leak-resolution=high",            \
        "--track-fds=yes", "--vex-guest-chase=no", "--max-stackframe=8388608"

static const char *const options[] = {OPTIONS, NULL};

/* If Python makes gcc inline Py_DECREF() and its like, the line that called one is in
 * the inline information alone. It takes 0.2 s to read. Of two options the last one
 * counts. */
static const char *const options_for_python[] = {OPTIONS, "--read-inline-info=yes",
                                                 NULL};

static int prepare(const struct ll_tool_run *run, struct ll_strings *argv,
                   struct ll_strings *env, struct ll_error *err)
{
    return ll_valgrind_prepare(
        "memcheck", &ll_valgrind_xml,
        LL_PYTHON_INLINES && run->interpreted ? options_for_python : options, run, argv,
        env, err);
}

static int parse(const struct ll_tool_run *run, struct ll_findings *out,
                 struct ll_error *err)
{
    return ll_valgrind_parse("memcheck", &ll_valgrind_xml, run, out, err);
}

static int read(const struct ll_ended *ended, struct ll_buf *report, struct ll_buf *log,
                struct ll_findings *out, struct ll_error *err)
{
    return ll_valgrind_read_process("memcheck", &ll_valgrind_xml, ended, report, log,
                                    out, err);
}

static const char *blind(enum ll_kind kind)
{
    switch (kind) {
    case LL_STACK_ESCAPE:
        return "memcheck knows the stack as a whole, not when a variable on it ends";
    case LL_SIGNED_OVERFLOW:
    case LL_BAD_SHIFT:
        return "memcheck watches memory, not what is calculated";
    case LL_DIVISION_BY_ZERO:
        return "memcheck sees the signal that stops the program, not what was divided";
    case LL_LOST_REFERENCE:
        return "memcheck knows which blocks are lost, not who took references to them";
    case LL_DATA_RACE:
    case LL_LOCK_MISUSE:
        return "memcheck runs one thread at a time, and does not ask in which order "
               "they "
               "could have run";
    default:
        return NULL;
    }
}

extern const struct ll_tool ll_tool_memcheck;
const struct ll_tool ll_tool_memcheck = {
    .name = "memcheck",
    .title = "memcheck",
    .compiler = "gcc",
    .cflags = (const char *const[]){"-g", "-O0", NULL},
    .ldflags = (const char *const[]){NULL},
    .package = "valgrind",
    .programs = (const char *const[]){"valgrind", "gcc", NULL},
    .by_default = true,
    .role = LL_TOOL_WATCHER,
    .checks_calls = true,
    .keeps_status = true,
    .blind = blind,
    .version = ll_valgrind_version,
    .prepare = prepare,
    .parse = parse,
    .read = read,
    .term = ll_valgrind_term,
    .suppress = ll_suppress_memcheck,
};
