/* SPDX-License-Identifier: MIT
 *
 * AddressSanitizer, with LeakSanitizer in it: gcc's and clang's, a row each at the end
 * of this file.
 *
 * The compiler also checks the operations that C gives no meaning: a signed number that
 * overflows, a shift by more bits than there are, a division by zero, an index outside
 * of an array, an array of no length. These are checks of UndefinedBehaviorSanitizer's.
 * They are chosen so that nothing is told that works on purpose in many programs:
 *   - shift-base is left out: 1 << 31 does what is meant with gcc and clang;
 *   - null, alignment, pointer-overflow, nonnull-attribute are left out: what comes of
 *     them is seen as an access or a crash.
 * A report does not end the program, and stands in the same file as the rest.
 */
#include "config.h"
#include "tools/asan.h"
#include "tools/sanitizer.h"
#include "tools/suppress.h"

/* ---- running ----------------------------------------------------------------- */

/* Every option that changes what is reported, so that neither the environment nor the
 * program's own defaults can change it. (The environment overrides those, key by key.)
 *
 *   leak_check_at_exit=0          runtime/finish.c checks for leaks, at more exits
 *   allocator_may_return_null=1   otherwise a request too large ends the program
 *   fast_unwind_on_malloc=0       otherwise stacks of getline and asprintf lack callers
 *   handle_segv=2, …              the program cannot hide a crash by a handler
 *   allow_addr2line=1             for clang's runtime without llvm-symbolizer
 */
const char ll_asan_options[] =
    "detect_leaks=1:leak_check_at_exit=0:halt_on_error=1:exitcode=99:abort_on_error=0:"
    "allocator_may_return_null=1:detect_stack_use_after_return=1:"
    "alloc_dealloc_mismatch=1:detect_invalid_pointer_pairs=0:strict_string_checks=0:"
    "replace_str=1:replace_intrin=1:poison_heap=1:report_globals=1:"
    "handle_segv=2:handle_sigbus=2:handle_sigfpe=2:handle_sigill=2:handle_abort=1:"
    "use_sigaltstack=1:malloc_context_size=40:fast_unwind_on_malloc=0:"
    "fast_unwind_on_fatal=0:symbolize=1:allow_addr2line=1:color=never:verbosity=0:"
    "print_legend=0:print_summary=1:suppressions=''";

static const char lsan_options[] = LL_LSAN_OPTIONS("0");

/* For clang, whose library for AddressSanitizer answers for the operations, too. */
static const char ubsan_options[] =
    "UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=0:report_error_type=0:"
    "suppressions=''";

static const char *const more[] = {lsan_options, ubsan_options, NULL};

/* Both functions are called before the program goes on or ends. LeakSanitizer cannot
 * work in a program that a debugger holds. */
static const char *const gdb_commands[] = {
    "set environment ASAN_OPTIONS detect_leaks=0:allocator_may_return_null=1:"
    "detect_stack_use_after_return=1:allow_addr2line=1",
    "break __asan_on_error", "break __ubsan_on_report", NULL};

static const char *blind(enum ll_kind kind)
{
    switch (kind) {
    case LL_UNINITIALISED:
        return "AddressSanitizer keeps account of where memory is, not of what has "
               "been written there";
    case LL_STILL_REACHABLE:
    case LL_KEPT_TOO_LONG:
        return "LeakSanitizer reports only blocks to which no pointer is left";
    case LL_LOST_REFERENCE:
        return "LeakSanitizer knows which blocks are lost, not who took references to "
               "them";
    case LL_DESCRIPTOR_LEAK:
        return "AddressSanitizer watches memory, not open files";
    case LL_DATA_RACE:
    case LL_LOCK_MISUSE:
        return "AddressSanitizer watches memory, not in which order threads use it";
    case LL_THREAD_LEAK:
        return "LeakSanitizer takes what the C library keeps for a thread for its own";
    default:
        return NULL;
    }
}

/* ---- the rows ---------------------------------------------------------------- */

#define ROW(id, row_name, compiler_name, runtime, flags, linked, title_text, ...)      \
    static const struct ll_sanitizer sanitizer_##id = {                                \
        .name = row_name,                                                              \
        .title = title_text,                                                           \
        .reports = "asan",                                                             \
        .variable = "ASAN_OPTIONS",                                                    \
        .options = ll_asan_options,                                                    \
        .more = more,                                                                  \
        .checks_leaks = true,                                                          \
    };                                                                                 \
    static char *version_##id(struct ll_error *err)                                    \
    {                                                                                  \
        return ll_sanitizer_version(&sanitizer_##id, compiler_name, runtime, err);     \
    }                                                                                  \
    static int prepare_##id(const struct ll_tool_run *run, struct ll_strings *argv,    \
                            struct ll_strings *env, struct ll_error *err)              \
    {                                                                                  \
        return ll_sanitizer_prepare(&sanitizer_##id, run, argv, env, err);             \
    }                                                                                  \
    static int parse_##id(const struct ll_tool_run *run, struct ll_findings *out,      \
                          struct ll_error *err)                                        \
    {                                                                                  \
        return ll_sanitizer_parse(&sanitizer_##id, run, out, err);                     \
    }                                                                                  \
    static int read_##id(const struct ll_ended *ended, struct ll_buf *report,          \
                         struct ll_buf *log, struct ll_findings *out,                  \
                         struct ll_error *err)                                         \
    {                                                                                  \
        (void)ended;                                                                   \
        (void)log;                                                                     \
        return ll_sanitizer_read_process(&sanitizer_##id, report, out, err);           \
    }                                                                                  \
    const struct ll_tool ll_tool_##id = {                                              \
        .name = row_name,                                                              \
        .title = title_text,                                                           \
        .compiler = compiler_name,                                                     \
        .cflags = flags,                                                               \
        .ldflags = linked,                                                             \
        .package = compiler_name,                                                      \
        .programs = (const char *const[]){compiler_name, NULL},                        \
        .is_built_in = true,                                                           \
        .checks_sizes = true,                                                          \
        .checks_writes = true,                                                         \
        .blind = blind,                                                                \
        .gdb_commands = gdb_commands,                                                  \
        .version = version_##id,                                                       \
        .prepare = prepare_##id,                                                       \
        .parse = parse_##id,                                                           \
        .read = read_##id,                                                             \
        .term = ll_sanitizer_term,                                                     \
        .suppress = ll_suppress_leaks,                                                 \
        __VA_ARGS__}

/* What is never set gets a pattern, by which values/show_number.c knows it. */
#if LL_HAVE_PATTERN
#define PATTERN "-ftrivial-auto-var-init=pattern"
#else
#define PATTERN "-fno-common" /* the default: nothing changes */
#endif
#define OPERATIONS                                                                     \
    "signed-integer-overflow,shift-exponent,integer-divide-by-zero,vla-bound"
#define FLAGS(bounds)                                                                  \
    {                                                                                  \
        "-g", "-O0", "-fsanitize=address", "-fsanitize-address-use-after-scope",       \
            "-fno-omit-frame-pointer", PATTERN, "-fsanitize=" OPERATIONS "," bounds,   \
            NULL                                                                       \
    }
static const char *const gcc_flags[] = FLAGS("bounds");
static const char *const clang_flags[] = FLAGS("array-bounds");

/* clang's runtime for C++ alone knows which operator allocated a block. Python's
 * families of allocators are built on these operators (runtime/python.c). That runtime
 * needs the C++ library.
 * No flag here sets a level of optimisation: one command compiles and links, and the
 * last of two levels counts. */
static const char *const gcc_linked[] = {"-fsanitize=address", NULL};
static const char *const clang_linked[] = {
    "-fsanitize=address", "-fsanitize-link-c++-runtime", "-lstdc++", NULL};

extern const struct ll_tool ll_tool_asan;
extern const struct ll_tool ll_tool_clang_asan;
ROW(asan, "asan", "gcc", NULL, gcc_flags, gcc_linked, "AddressSanitizer",
    .by_default = true, .role = LL_TOOL_BUILT_IN, .links_operations = true);
ROW(clang_asan, "clang-asan", "clang", "asan", clang_flags, clang_linked,
    "clang's AddressSanitizer", .links_by_lld = true);
