/* SPDX-License-Identifier: MIT
 *
 * UndefinedBehaviorSanitizer: it checks each operation for undefined behaviour, by
 * itself. We use clang's. Unlike gcc's, it sees arithmetic on NULL and sizes that carry
 * a pointer around the end of memory, reports the start of the expression, closes each
 * report with a summary, and reports the place of a crash.
 *
 * All of -fsanitize=undefined (arithmetic of signed numbers, shifts, indices, NULL,
 * alignment, pointers that overflow, conversions out of range, ...), and no more:
 *   - unsigned-integer-overflow is left out: C defines that unsigned numbers wrap
 *     around, and hashes and checks such as n + 1 < n are built on it. Where a size
 *     wrapped around by mistake, the other tools see the consequence;
 *   - local-bounds is left out: it stops the program without a message.
 *
 * The program goes on after a report, as it would without the tool. Each operation is
 * reported once.
 */
#include "tools/sanitizer.h"

/* As for AddressSanitizer (see asan.c). */
static const char ubsan_options[] =
    "print_stacktrace=1:halt_on_error=0:exitcode=99:abort_on_error=0:"
    "report_error_type=0:"
    "handle_segv=2:handle_sigbus=2:handle_sigfpe=2:handle_sigill=2:handle_abort=1:"
    "use_sigaltstack=1:fast_unwind_on_fatal=0:symbolize=1:allow_addr2line=1:"
    "color=never:verbosity=0:print_summary=1:suppressions=''";

static const struct ll_sanitizer sanitizer = {
    .name = "ubsan",
    .title = "UndefinedBehaviorSanitizer",
    .reports = "ubsan",
    .variable = "UBSAN_OPTIONS",
    .options = ubsan_options,
    .more = (const char *const[]){NULL},
};

static char *version(struct ll_error *err)
{
    return ll_sanitizer_version(&sanitizer, "clang", "ubsan_standalone", err);
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
    switch (kind) {
    case LL_CRASH:
    case LL_SIGNED_OVERFLOW:
    case LL_BAD_SHIFT:
    case LL_DIVISION_BY_ZERO:
    case LL_OTHER:
        return NULL;
    case LL_INVALID_READ:
    case LL_INVALID_WRITE:
        return "UndefinedBehaviorSanitizer knows the bounds of arrays and what is "
               "NULL, "
               "not the bounds of allocated blocks";
    case LL_BAD_SIZE:
        return "UndefinedBehaviorSanitizer lets sizes wrap around: C defines what "
               "unsigned numbers do";
    default:
        return "UndefinedBehaviorSanitizer looks at each operation by itself, and "
               "keeps "
               "no account of memory";
    }
}

extern const struct ll_tool ll_tool_ubsan;
const struct ll_tool ll_tool_ubsan = {
    .name = "ubsan",
    .title = "UndefinedBehaviorSanitizer",
    .compiler = "clang",
    .cflags = (const char *const[]){"-g", "-O0", "-fsanitize=undefined",
                                    "-fno-omit-frame-pointer", NULL},
    .ldflags = (const char *const[]){"-fsanitize=undefined", NULL},
    .package = "clang",
    .is_built_in = true,
    .programs = (const char *const[]){"clang", NULL},
    .blind = blind,
    .version = version,
    .prepare = prepare,
    .parse = parse,
};
