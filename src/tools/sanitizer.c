/* SPDX-License-Identifier: MIT */
#include "tools/sanitizer.h"

#include <dirent.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "base/home.h"
#include "base/path.h"
#include "runtime/snapshot.h"
#include "tools/mark.h"
#include "tools/sanitizer_text.h"
#include "tools/values.h"

#define REPORT_MAX ((size_t)16 * 1024 * 1024)
#define REPORTS_MAX 64
#define SNAPSHOTS "snapshots"

/* ---- is it installed? ------------------------------------------------------------ */

/* Whether clang finds its library: it then prints the path, otherwise only the name. */
static bool finds(const char *compiler, const char *format, const char *runtime,
                  const char *machine)
{
    struct ll_buf option = LL_BUF_INIT;
    ll_buf_puts(&option, "-print-file-name=");
    ll_buf_addf(&option, format, runtime, machine);
    const char *const argv[] = {compiler, ll_buf_text(&option), NULL};
    char *path = ll_tool_version_line(argv, compiler, NULL);
    bool found = path != NULL && strchr(path, '/') != NULL;
    free(path);
    ll_buf_release(&option);
    return found;
}

char *ll_sanitizer_version(const struct ll_sanitizer *sanitizer, const char *compiler,
                           const char *runtime, struct ll_error *err)
{
    const char *const full[] = {compiler, "--version", NULL};
    const char *const number[] = {compiler, "-dumpversion", NULL};
    char *version = ll_tool_version_line(full, compiler, err);
    struct utsname system = {0};
    if (version == NULL || runtime == NULL)
        return version;
    (void)uname(&system);
    if (finds(compiler, "libclang_rt.%s-%s.a", runtime, system.machine) ||
        finds(compiler, "libclang_rt.%s.a", runtime, ""))
        return version;
    char *digits = ll_tool_version_line(number, compiler, NULL);
    ll_fail(err, LL_FAULT_HARNESS,
            "the library of %s is missing: install the package 'libclang-rt-%ld-dev'%s",
            sanitizer->title, digits == NULL ? 0 : strtol(digits, NULL, 10),
            ll_home_advise("clang").text);
    free(digits);
    free(version);
    return NULL;
}

/* ---- running ----------------------------------------------------------------- */

int ll_sanitizer_prepare(const struct ll_sanitizer *sanitizer,
                         const struct ll_tool_run *run, struct ll_strings *argv,
                         struct ll_strings *env, struct ll_error *err)
{
    if (strchr(run->dir, '\'') != NULL)
        return ll_fail(err, LL_FAULT_HARNESS,
                       "cannot keep reports in %s: its name has a quote", run->dir);
    ll_strings_add(argv, run->program);
    ll_strings_add_all(argv, run->args);
    ll_strings_addf(env, "%s=%s%s:log_path='%s/%s'", sanitizer->variable,
                    sanitizer->options,
                    run->followed ? ":halt_on_error=0:verify_asan_link_order=0" : "",
                    run->dir, sanitizer->reports);
    ll_strings_add_all(env, sanitizer->more);
    if (!run->followed)
        ll_strings_add(env, "LD_PRELOAD"); /* the runtime insists on being first */
    if (!run->isolated || run->takes_snapshots)
        ll_strings_addf(env, LL_SNAPSHOT_ENV "=%s/" SNAPSHOTS, run->dir);
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

/* Move `from` into `into`. A child inherits its parent's lost blocks and reports them
 * again: a block that two processes report is kept once. Sets `more` when there are too
 * many faults. */
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
                    ll_stack_same(&other->allocated, &diag->allocated);
            if (known && diag->bytes > other->bytes) {
                other->bytes = diag->bytes;
                other->blocks = diag->blocks;
            }
        }
        if (known)
            continue;
        if (into->count >= LL_SANITIZER_FAULTS_MAX) {
            *more = true;
            return 0;
        }
        if (ll_diags_add(into, diag, err) != 0)
            return -1;
    }
    return 0;
}

/* Add what the process left in its snapshots. Those of isolated programs are not read
 * here: they may be made up (see grade/snapshot.h). */
static int add_values(const struct ll_tool_run *run, unsigned long long pid,
                      struct ll_diags *diags, struct ll_error *err)
{
    char name[64];
    snprintf(name, sizeof name, SNAPSHOTS ".%llu", pid);
    char *path = ll_path_join(run->dir, name);
    if (path == NULL)
        return ll_fail_memory(err);
    int result = ll_values_explain_run(path, run->program, diags, err);
    free(path);
    return result;
}

static int read_report(const struct ll_sanitizer *sanitizer,
                       const struct ll_tool_run *run, unsigned long long pid,
                       const struct ll_mark *mark, struct ll_diags *out,
                       struct summary *summary, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    struct ll_diags diags = {0};
    struct ll_sanitizer_state state = {0};
    char name[64];
    snprintf(name, sizeof name, "%s.%llu", sanitizer->reports, pid);
    int result = ll_tool_read(run->dir, name, REPORT_MAX, &text, err);
    if (result < 0)
        goto out;
    if (result == 0 || text.len == 0) {
        summary->cut = summary->cut || result == 0;
        result = 0;
        goto out;
    }
    bool nul = strlen(text.data) < text.len;
    result = ll_sanitizer_read(text.data, sanitizer->name, &diags, &state, err);
    if (result == 0 && !run->isolated)
        result = add_values(run, pid, &diags, err);
    if (result == 0)
        result = add_process(out, &diags, &summary->flooded, err);
    if (!mark->started || pid == mark->pid)
        summary->fatal = summary->fatal || (state.fatal && state.ended);
    summary->cut = summary->cut || (state.begun && !state.ended);
    summary->junk = summary->junk || (state.again && !run->followed) || nul;
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

/* The processes that left a report, sorted by their ids. Sets `more` when there are too
 * many of them. */
static size_t list_reports(const char *dir, const char *reports,
                           unsigned long long pids[REPORTS_MAX], bool *more)
{
    DIR *folder = opendir(dir);
    size_t count = 0, length = strlen(reports);
    struct dirent *entry;
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        if (strncmp(entry->d_name, reports, length) != 0 ||
            entry->d_name[length] != '.')
            continue;
        const char *digits = entry->d_name + length + 1;
        if (*digits == '\0' || digits[strspn(digits, "0123456789")] != '\0')
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

/* ---- is it complete? -------------------------------------------------------- */

/* Why the reports are not whole, with "%s" for the sanitizer; NULL: they are whole. */
static const char *trouble(const struct summary *summary, enum ll_complete *complete)
{
    *complete = LL_TOOL_CRASHED;
    if (summary->broken)
        return "%s itself failed";
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

int ll_sanitizer_read_process(const struct ll_sanitizer *sanitizer,
                              struct ll_buf *report, struct ll_findings *out,
                              struct ll_error *err)
{
    struct ll_sanitizer_state state = {0};
    out->complete = LL_COMPLETE;
    if (report->len == 0)
        return 0;
    bool nul = strlen(report->data) < report->len;
    if (ll_sanitizer_read(report->data, sanitizer->name, &out->diags, &state, err) != 0)
        return -1;
    if (nul || state.again)
        out->complete = LL_REPORT_JUNK;
    else if (state.broken)
        out->complete = LL_TOOL_CRASHED;
    else if (state.flooded || (state.begun && !state.ended))
        out->complete = LL_REPORT_CUT;
    return 0;
}

int ll_sanitizer_parse(const struct ll_sanitizer *sanitizer,
                       const struct ll_tool_run *run, struct ll_findings *out,
                       struct ll_error *err)
{
    struct ll_mark mark;
    struct summary summary = {0};
    unsigned long long pids[REPORTS_MAX];
    if (ll_mark_read(run->dir, &mark, err) != 0)
        return -1;
    size_t count = list_reports(run->dir, sanitizer->reports, pids, &summary.flooded);
    for (size_t i = 0; i < count; i++)
        if (read_report(sanitizer, run, pids[i], &mark, &out->diags, &summary, err) !=
            0)
            return -1;
    if (sanitizer->checks_leaks) /* otherwise it is not known whether they were freed */
        out->allocations = mark.allocations;
    const char *note = trouble(&summary, &out->complete);
    if (note != NULL && asprintf(&out->note, note, sanitizer->title) < 0) {
        out->note = NULL;
        return ll_fail_memory(err);
    }
    if (note != NULL || summary.fatal)
        return 0;
    return ll_mark_judge(&mark, &run->ended, sanitizer->checks_leaks, out, err);
}

/* ---- its terms ------------------------------------------------------------------- */

/* A term is one word: it has a '-', or is the name of a signal. */
static bool is_term(const char *word, size_t length)
{
    bool capitals = true;
    for (size_t i = 0; i < length; i++)
        capitals = capitals && isupper((unsigned char)word[i]);
    return length > 0 && (capitals || memchr(word, '-', length) != NULL);
}

void ll_sanitizer_term(const char *raw, struct ll_buf *out)
{
    static const struct {
        const char *begins, *term; /* NULL: the word that follows */
    } all[] = {
        {"Direct leak of ", "direct leak"},
        {"Indirect leak of ", "indirect leak"},
        {"Sanitizer: attempting free ", "bad-free"}, /* as its summary has it */
        {"Sanitizer: attempting ", NULL},
        {"Sanitizer: requested allocation size ", "allocation-size-too-big"},
        {"Sanitizer: ", NULL},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const char *at = strstr(raw, all[i].begins);
        if (at == NULL)
            continue;
        at += strlen(all[i].begins);
        size_t length = strcspn(at, " :\n");
        if (all[i].term != NULL)
            ll_buf_puts(out, all[i].term);
        else if (is_term(at, length))
            ll_buf_add(out, at, length);
        return;
    }
}
