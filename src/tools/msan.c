/* SPDX-License-Identifier: MIT
 *
 * MemorySanitizer (clang only): it follows each uninitialised bit to the place where
 * the program's behaviour depends on it.
 *
 * All code has to be compiled for it: what other code writes counts as uninitialised.
 * It knows what the functions of the C library write.
 */
#include "tools/sanitizer.h"

/* Every option that changes what is reported, as for AddressSanitizer (see asan.c). The
 * program ends at the first fault. */
static const char msan_options[] =
    "halt_on_error=1:exitcode=99:abort_on_error=0:allocator_may_return_null=1:"
    "report_umrs=1:poison_in_malloc=1:poison_in_free=1:poison_heap_with_zeroes=0:"
    "poison_stack_with_zeroes=0:origin_history_size=7:intercept_strpbrk=1:"
    "strict_string_checks=0:strict_memcmp=1:check_printf=1:"
    "handle_segv=2:handle_sigbus=2:handle_sigfpe=2:handle_sigill=2:handle_abort=1:"
    "use_sigaltstack=1:malloc_context_size=40:fast_unwind_on_malloc=0:"
    "fast_unwind_on_fatal=0:symbolize=1:allow_addr2line=1:color=never:verbosity=0:"
    "print_summary=1:suppressions=''";

static const struct ll_sanitizer sanitizer = {
    .name = "msan",
    .title = "MemorySanitizer",
    .reports = "msan",
    .variable = "MSAN_OPTIONS",
    .options = msan_options,
    .more = (const char *const[]){NULL},
};

static char *version(struct ll_error *err)
{
    return ll_sanitizer_version(&sanitizer, "clang", "msan", err);
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

static const char *blind(enum ll_kind kind)
{
    if (ll_kind_is_leak(kind))
        return "MemorySanitizer does not look for leaks";
    switch (kind) {
    case LL_UNINITIALISED:
    case LL_CRASH:
        return NULL;
    case LL_USE_AFTER_FREE:
        return "MemorySanitizer takes freed memory for unset: it speaks where a value "
               "read there decides something, not where it is read or written";
    case LL_DOUBLE_FREE:
    case LL_INVALID_FREE:
    case LL_MISMATCHED_FREE:
        return "MemorySanitizer does not look at what free is given";
    case LL_STACK_ESCAPE:
        return "MemorySanitizer does not know when a variable on the stack ends";
    case LL_DESCRIPTOR_LEAK:
        return "MemorySanitizer watches memory, not open files";
    case LL_THREAD_LEAK:
        return "MemorySanitizer does not look for leaks";
    default:
        return "MemorySanitizer keeps account of what was written, not of where memory "
               "is";
    }
}

/* -fsanitize-memory-param-retval checks arguments and results. Otherwise a value that
 * is only printed is not seen. clang 16 and later do so by themselves. */
static const char *const flags[] = {"-g",
                                    "-O0",
                                    "-fsanitize=memory",
                                    "-fsanitize-memory-track-origins=2",
                                    "-fsanitize-memory-param-retval",
                                    "-fno-omit-frame-pointer",
                                    NULL};

extern const struct ll_tool ll_tool_msan;
const struct ll_tool ll_tool_msan = {
    .name = "msan",
    .title = "MemorySanitizer",
    .compiler = "clang",
    .cflags = flags,
    .ldflags = (const char *const[]){"-fsanitize=memory", NULL},
    .package = "clang",
    .explains_unset = true,
    .is_built_in = true,
    .checks_calls = true,
    .programs = (const char *const[]){"clang", NULL},
    .no_python = "Python itself is not compiled for MemorySanitizer, which would take "
                 "all that it writes for unset",
    .blind = blind,
    .version = version,
    .prepare = prepare,
    .term = ll_sanitizer_term,
    .parse = parse,
};
