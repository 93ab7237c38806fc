/* SPDX-License-Identifier: MIT
 *
 * ThreadSanitizer, a second judge of what threads share. It knows what atomic
 * operations put in order, which helgrind does not: a lock made of an atomic_flag keeps
 * threads apart, and a plain read beside an atomic write is a race.
 *
 * It sees only what is compiled for it, and runs threads side by side: what it tells is
 * a race, its silence says less than helgrind's. So it is taken for a second look, and
 * nobody can ask for it by name.
 *
 * The library of gcc 12 does not know the threads that threads.h starts, and crashes.
 */
#include "tools/sanitizer.h"

/* Every option that changes what is reported, as for AddressSanitizer (see asan.c). Of
 * locks helgrind tells more. stack_trace_format: as the other sanitizers write it. */
static const char tsan_options[] =
    "halt_on_error=0:exitcode=0:abort_on_error=0:report_bugs=1:"
    "report_thread_leaks=0:report_destroy_locked=0:report_mutex_bugs=0:"
    "report_signal_unsafe=0:report_atomic_races=1:detect_deadlocks=0:"
    "force_seq_cst_atomics=0:ignore_noninstrumented_modules=0:"
    "suppress_equal_stacks=1:suppress_equal_addresses=1:history_size=7:"
    "flush_memory_ms=0:atexit_sleep_ms=0:die_after_fork=1:"
    "symbolize=1:color=never:verbosity=0:print_summary=1:suppressions='':"
    "stack_trace_format='    #%n %p %F %L'";

static const struct ll_sanitizer sanitizer = {
    .name = "tsan",
    .title = "ThreadSanitizer",
    .reports = "tsan",
    .variable = "TSAN_OPTIONS",
    .options = tsan_options,
    .more = (const char *const[]){NULL},
};

static char *version(struct ll_error *err)
{
    return ll_sanitizer_version(&sanitizer, "gcc", NULL, err);
}

static int prepare(const struct ll_tool_run *run, struct ll_strings *argv,
                   struct ll_strings *env, struct ll_error *err)
{
    return ll_sanitizer_prepare(&sanitizer, run, argv, env, err);
}

static int parse(const struct ll_tool_run *run, struct ll_findings *out,
                 struct ll_error *err)
{
    return ll_sanitizer_parse(&sanitizer, run, out, err);
}

/* -U: no macro tells that it is compiled for this tool. */
static const char *const flags[] = {"-g",
                                    "-O0",
                                    "-fsanitize=thread",
                                    "-U__SANITIZE_THREAD__",
                                    "-fno-omit-frame-pointer",
                                    NULL};

extern const struct ll_tool ll_tool_tsan;
const struct ll_tool ll_tool_tsan = {
    .name = "tsan",
    .title = "ThreadSanitizer",
    .compiler = "gcc",
    .cflags = flags,
    .ldflags = (const char *const[]){"-fsanitize=thread", NULL},
    .package = "gcc",
    .role = LL_TOOL_RACES_BUILT_IN,
    .is_built_in = true,
    .keeps_status = true,
    .fixed_addresses = true,
    .no_python = "Python itself is not compiled for ThreadSanitizer",
    .programs = (const char *const[]){"gcc", NULL},
    .version = version,
    .prepare = prepare,
    .parse = parse,
};
