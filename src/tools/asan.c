/* SPDX-License-Identifier: MIT
 *
 * AddressSanitizer, with LeakSanitizer in it. This is the row of gcc; clang needs no
 * more than a ROW of its own at the end of this file.
 *
 * In `run->dir` there are asan.<pid>, the report of each process that had something
 * to say, and `mark`, which runtime/finish.c wrote in the first process.
 */
#include "tools/tool.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "tools/asan_text.h"
#include "tools/mark.h"

#define REPORT_MAX ((size_t)16 * 1024 * 1024)
#define REPORTS_MAX 64

/* ---- running ----------------------------------------------------------------- */

/* Every option that changes what is reported, so that neither the environment nor
 * the program's own defaults (which the environment overrides, key by key) can.
 *
 *   leak_check_at_exit=0          runtime/finish.c makes the check, at more exits
 *   allocator_may_return_null=1   else a request too large ends the program
 *   fast_unwind_on_malloc=0       else getline and asprintf hide who called them
 *   handle_segv=2, …              no handler of the program's hides a crash
 *   allow_addr2line=1             for clang's runtime without llvm-symbolizer
 */
static const char asan_options[] =
    "detect_leaks=1:leak_check_at_exit=0:halt_on_error=1:exitcode=99:abort_on_error=0:"
    "allocator_may_return_null=1:detect_stack_use_after_return=1:"
    "alloc_dealloc_mismatch=1:detect_invalid_pointer_pairs=0:strict_string_checks=0:"
    "replace_str=1:replace_intrin=1:poison_heap=1:report_globals=1:"
    "handle_segv=2:handle_sigbus=2:handle_sigfpe=2:handle_sigill=2:handle_abort=1:"
    "use_sigaltstack=1:malloc_context_size=40:fast_unwind_on_malloc=0:"
    "fast_unwind_on_fatal=0:symbolize=1:allow_addr2line=1:color=never:verbosity=0:"
    "print_legend=0:print_summary=1:suppressions=''";

static const char lsan_options[] =
    "use_globals=1:use_stacks=1:use_registers=1:use_tls=1:use_root_regions=1:"
    "use_unaligned=0:max_leaks=0:resolution=0:report_objects=0:print_suppressions=0:"
    "suppressions=''";

static int prepare(const struct ll_tool_run *run, struct ll_strings *argv,
                   struct ll_strings *env, struct ll_error *err)
{
    if (strchr(run->dir, '\'') != NULL)
        return ll_fail(err, LL_FAULT_HARNESS,
                       "cannot keep reports in %s: its name has a quote", run->dir);
    ll_strings_add(argv, run->program);
    ll_strings_add_all(argv, run->args);
    ll_strings_addf(env, "ASAN_OPTIONS=%s:log_path='%s/asan'", asan_options, run->dir);
    ll_strings_addf(env, "LSAN_OPTIONS=%s", lsan_options);
    ll_strings_add(env, "UBSAN_OPTIONS=");
    ll_strings_add(env, "LD_PRELOAD"); /* the runtime insists on being first */
    ll_mark_prepare(run, env);
    return ll_strings_ok(argv, err) != 0 ? -1 : ll_strings_ok(env, err);
}

/* ---- reading ----------------------------------------------------------------- */

/* What the reports say together. */
struct summary {
    bool fatal;   /* the program's first process ended with a report */
    bool cut;     /* some report has no end */
    bool junk;    /* some report goes on after its end */
    bool broken;  /* the sanitizer failed */
    bool flooded; /* there were too many of them, or of faults in them */
};

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_stack(const struct ll_stack *a, const struct ll_stack *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->frames[i].line != b->frames[i].line ||
            !same_text(a->frames[i].function, b->frames[i].function) ||
            !same_text(a->frames[i].file, b->frames[i].file))
            return false;
    return true;
}

/* Move `from` into `into`. A child inherits what its parent lost, and says so too: a
 * block that two processes report is told once. Sets `more` when it is too much. */
static int add_process(struct ll_diags *into, struct ll_diags *from, bool *more,
                       struct ll_error *err)
{
    size_t before = into->count;
    for (size_t i = 0; i < from->count; i++) {
        struct ll_diag *diag = &from->items[i];
        bool known = false;
        for (size_t j = 0; j < before && !known && ll_kind_is_leak(diag->kind); j++) {
            struct ll_diag *other = &into->items[j];
            known = other->kind == diag->kind &&
                    same_stack(&other->allocated, &diag->allocated);
            if (known && diag->bytes > other->bytes) {
                other->bytes = diag->bytes;
                other->blocks = diag->blocks;
            }
        }
        if (known)
            continue;
        if (into->count >= LL_ASAN_FAULTS_MAX) {
            *more = true;
            return 0;
        }
        if (ll_diags_add(into, diag, err) != 0)
            return -1;
    }
    return 0;
}

static int read_report(const struct ll_tool_run *run, const char *tool,
                       unsigned long long pid, const struct ll_mark *mark,
                       struct ll_diags *out, struct summary *summary,
                       struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    struct ll_diags diags = {0};
    struct ll_asan_state state = {0};
    char name[64];
    snprintf(name, sizeof name, "asan.%llu", pid);
    int result = ll_tool_read(run->dir, name, REPORT_MAX, &text, err);
    if (result < 0)
        goto out;
    if (result == 0 || text.len == 0) {
        summary->cut = summary->cut || result == 0;
        result = 0;
        goto out;
    }
    bool nul = strlen(text.data) < text.len;
    result = ll_asan_read(text.data, tool, &diags, &state, err);
    if (result == 0)
        result = add_process(out, &diags, &summary->flooded, err);
    if (!mark->started || pid == mark->pid)
        summary->fatal = summary->fatal || (state.fatal && state.ended);
    summary->cut = summary->cut || (state.begun && !state.ended);
    summary->junk = summary->junk || state.again || nul;
    summary->broken = summary->broken || state.broken;
    summary->flooded = summary->flooded || state.flooded;

out:
    ll_diags_release(&diags);
    ll_buf_release(&text);
    return result;
}

static int by_number(const void *a, const void *b)
{
    unsigned long long left = *(const unsigned long long *)a;
    unsigned long long right = *(const unsigned long long *)b;
    return (left > right) - (left < right);
}

/* The processes that left a report, in the order in which they came to be. Sets
 * `more` when there are too many of them. */
static size_t list_reports(const char *dir, unsigned long long pids[REPORTS_MAX],
                           bool *more)
{
    DIR *folder = opendir(dir);
    size_t count = 0;
    struct dirent *entry;
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        const char *digits = entry->d_name + strlen("asan.");
        if (strncmp(entry->d_name, "asan.", strlen("asan.")) != 0 || *digits == '\0' ||
            digits[strspn(digits, "0123456789")] != '\0')
            continue;
        if (count < REPORTS_MAX)
            pids[count++] = strtoull(digits, NULL, 10);
        else
            *more = true;
    }
    if (folder != NULL)
        closedir(folder);
    qsort(pids, count, sizeof pids[0], by_number);
    return count;
}

/* ---- is it all there? -------------------------------------------------------- */

/* Why the reports themselves are not whole; NULL: they are. */
static const char *trouble(const struct summary *summary, enum ll_complete *complete)
{
    *complete = LL_TOOL_CRASHED;
    if (summary->broken)
        return "AddressSanitizer itself failed";
    *complete = LL_REPORT_JUNK;
    if (summary->junk)
        return "a report goes on after its end";
    *complete = LL_REPORT_CUT;
    if (summary->cut)
        return "a report stops before its end";
    if (summary->flooded)
        return "there are more reports than can be read";
    *complete = LL_COMPLETE;
    return NULL;
}

static int parse(const struct ll_tool_run *run, const char *tool,
                 struct ll_findings *out, struct ll_error *err)
{
    struct ll_mark mark;
    struct summary summary = {0};
    unsigned long long pids[REPORTS_MAX];
    if (ll_mark_read(run->dir, &mark, err) != 0)
        return -1;
    size_t count = list_reports(run->dir, pids, &summary.flooded);
    for (size_t i = 0; i < count; i++)
        if (read_report(run, tool, pids[i], &mark, &out->diags, &summary, err) != 0)
            return -1;
    out->allocations = mark.allocations;
    const char *note = trouble(&summary, &out->complete);
    if (note != NULL && (out->note = strdup(note)) == NULL)
        return ll_fail_memory(err);
    if (note != NULL || summary.fatal)
        return 0;
    return ll_mark_judge(&mark, &run->ended, true, out, err);
}

static const char *blind(enum ll_kind kind)
{
    switch (kind) {
    case LL_UNINITIALISED:
        return "AddressSanitizer keeps account of where memory is, not of what has "
               "been "
               "written there";
    case LL_STILL_REACHABLE:
        return "LeakSanitizer reports only blocks to which no pointer is left";
    case LL_DESCRIPTOR_LEAK:
        return "AddressSanitizer watches memory, not open files";
    default:
        return NULL;
    }
}

/* ---- the rows ---------------------------------------------------------------- */

#define ROW(id, compiler_name, package_name, title_text, default_on)                   \
    static char *version_##id(struct ll_error *err)                                    \
    {                                                                                  \
        static const char *const argv[] = {compiler_name, "--version", NULL};          \
        return ll_tool_version_line(argv, package_name, err);                          \
    }                                                                                  \
    static int parse_##id(const struct ll_tool_run *run, struct ll_findings *out,      \
                          struct ll_error *err)                                        \
    {                                                                                  \
        return parse(run, #id, out, err);                                              \
    }                                                                                  \
    const struct ll_tool ll_tool_##id = {                                              \
        .name = #id,                                                                   \
        .title = title_text,                                                           \
        .compiler = compiler_name,                                                     \
        .cflags = flags,                                                               \
        .ldflags = flags,                                                              \
        .package = package_name,                                                       \
        .programs = (const char *const[]){compiler_name, NULL},                        \
        .by_default = default_on,                                                      \
        .blind = blind,                                                                \
        .version = version_##id,                                                       \
        .prepare = prepare,                                                            \
        .parse = parse_##id,                                                           \
    }

static const char *const flags[] = {"-g",
                                    "-O0",
                                    "-fsanitize=address",
                                    "-fsanitize-address-use-after-scope",
                                    "-fno-omit-frame-pointer",
                                    NULL};

extern const struct ll_tool ll_tool_asan;
ROW(asan, "gcc", "gcc", "AddressSanitizer", true);
