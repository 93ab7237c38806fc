/* SPDX-License-Identifier: MIT
 *
 * gitlab: GitLab's code quality report: a list of findings, which a merge request shows
 * beside its changes.
 *
 * GitLab drops a finding whose fingerprint another one has, and all findings after one
 * that lacks a key. An empty list means that nothing was found: a run that came to no
 * judgement is a finding itself. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "diag/explain.h"
#include "report/fingerprint.h"
#include "report/json_parts.h"
#include "report/report.h"
#include "report/text_sweep.h"

/* What one finding is made of. */
struct finding {
    const char *check, *severity;
    const char *file; /* NULL: the first source */
    unsigned line;    /* 0: unknown */
    const char *base; /* what tells it from others: a digest, or any text */
};

struct list {
    json_t *findings;
    const struct ll_result *result;
    const char *from; /* the folder of the repository; NULL: the current one */
};

/* A leak does no harm at once; after another fault, anything may happen. */
static const char *severity_of(enum ll_kind kind)
{
    return !ll_kind_is_fault(kind) ? "info"
           : ll_kind_is_leak(kind) ? "major"
                                   : "critical";
}

static bool is_taken(const json_t *findings, const char *fingerprint)
{
    size_t i;
    json_t *one;
    json_array_foreach(findings, i, one)
    {
        const char *other = json_string_value(json_object_get(one, "fingerprint"));
        if (other != NULL && strcmp(other, fingerprint) == 0)
            return true;
    }
    return false;
}

/* Findings with the same base are numbered. */
static bool set_fingerprint(json_t *object, const struct list *list, const char *base)
{
    char hex[LL_DIGEST_HEX], number = 0;
    do {
        struct ll_digest digest;
        ll_digest_init(&digest);
        ll_digest_text(&digest, base);
        ll_digest_bytes(&digest, &number, 1);
        ll_digest_hex(&digest, hex);
        hex[32] = '\0';
    } while (is_taken(list->findings, hex) && ++number < 100);
    return ll_json_text(object, "fingerprint", hex);
}

static bool set_location(json_t *object, const struct list *list, const char *file,
                         unsigned line)
{
    const struct ll_strings *sources = &list->result->subject->sources;
    if (file == NULL)
        file = sources->count > 0 ? sources->items[0] : ".";
    char *path = ll_path_relative(file, list->from);
    json_t *location = json_object(), *lines = json_object();
    bool ok = path != NULL && ll_json_text(location, "path", path) &&
              ll_json_count(lines, "begin", line > 0 ? line : 1);
    free(path);
    ok = json_object_set_new(location, "lines", lines) == 0 && ok;
    return json_object_set_new(object, "location", location) == 0 && ok;
}

/* Append the finding; `text` is released. */
static bool add(struct list *list, const struct finding *finding, struct ll_buf *text)
{
    json_t *object = json_object();
    bool ok = ll_json_pour(object, "description", text) &&
              ll_json_text(object, "check_name", finding->check) &&
              ll_json_text(object, "severity", finding->severity) &&
              set_fingerprint(object, list, finding->base) &&
              set_location(object, list, finding->file, finding->line);
    return json_array_append_new(list->findings, object) == 0 && ok;
}

static bool add_diag(struct list *list, const struct ll_diag *diag)
{
    const char *const *roots = ll_strings_argv(&list->result->subject->roots);
    char hex[LL_DIGEST_HEX];
    struct ll_mark marks[LL_MARKS_MAX];
    struct ll_buf text = LL_BUF_INIT;
    size_t count = ll_diag_marks(diag, roots, marks);
    const struct ll_mark *main = ll_diag_main_mark(marks, count);
    ll_fingerprint(diag, roots, hex);
    const struct finding finding = {
        .check = ll_kind_name(diag->kind),
        .severity = severity_of(diag->kind),
        .file = main != NULL ? main->frame->file : NULL,
        .line = main != NULL ? main->frame->line : 0,
        .base = hex,
    };
    ll_diag_summary(diag, main, &text);
    return add(list, &finding, &text);
}

/* Append why the tool came to no judgement, or to a part of one. */
static bool add_trouble(struct list *list, const struct ll_run *run)
{
    const char *refusal = ll_run_refusal(run);
    const char *why = refusal != NULL     ? refusal
                      : run->note != NULL ? run->note
                                          : "its report is not whole";
    bool judged = run->status == LL_RUN_JUDGED;
    const struct finding finding = {
        .check = "not-judged",
        .severity = judged ? "major" : "blocker",
        .base = refusal != NULL ? "compiler" : run->tool->name,
    };
    struct ll_buf text = LL_BUF_INIT;
    if (refusal != NULL)
        ll_buf_puts(&text, "The program does not compile: ");
    else
        ll_buf_addf(&text, "%s by %s: ", judged ? "Not wholly judged" : "Not judged",
                    run->tool->title);
    ll_buf_addf(&text, "%.*s", (int)strcspn(why, "\n"), why);
    return add(list, &finding, &text);
}

static bool add_warning(struct list *list, const struct ll_warning *warning)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_puts(&text, warning->text);
    const struct finding finding = {
        .check = warning->option != NULL ? warning->option : "warning",
        .severity = "minor",
        .file = warning->file,
        .line = warning->line,
        .base = warning->text,
    };
    return add(list, &finding, &text);
}

static bool add_troubles(struct list *list)
{
    const struct ll_result *result = list->result;
    bool ok = list->findings != NULL, refused = false;
    for (size_t i = 0; ok && i < result->run_count; i++) {
        const struct ll_run *run = &result->runs[i];
        bool refuses = ll_run_refusal(run) != NULL;
        if (!ll_run_is_whole(run) && !(refuses && refused))
            ok = add_trouble(list, run);
        refused |= refuses; /* several tools share a compiler */
    }
    return ok;
}

static bool add_all(struct list *list)
{
    const struct ll_result *result = list->result;
    bool ok = add_troubles(list);
    for (size_t i = 0; ok && i < result->diags.count; i++)
        ok = add_diag(list, &result->diags.items[i]);
    for (size_t i = 0; ok && i < result->warnings.count; i++)
        ok = add_warning(list, &result->warnings.items[i]);
    return ok;
}

/* GitLab knows files by their paths in the repository, and its runner says where that
 * is. */
static int check(const struct ll_result *result, const struct ll_style *style,
                 struct ll_buf *out, struct ll_error *err)
{
    struct list list = {json_array(), result,
                        style->from != NULL ? style->from : getenv("CI_PROJECT_DIR")};
    if (add_all(&list))
        return ll_json_dump(list.findings, out, err);
    json_decref(list.findings);
    return ll_fail_memory(err);
}

/* ---- a sweep -------------------------------------------------------------------- */

static bool add_attempt(struct list *list, const struct ll_sweep *sweep, size_t index)
{
    const struct ll_attempt *attempt = &sweep->attempts[index];
    const struct ll_frame *frame = ll_sweep_frame(sweep, index);
    bool is_fault = ll_outcome_is_fault(attempt->outcome);
    char hex[LL_DIGEST_HEX];
    struct ll_buf text = LL_BUF_INIT;
    ll_fingerprint_attempt(attempt, ll_strings_argv(&sweep->base.subject->roots), hex);
    const struct finding finding = {
        .check = ll_outcome_name(attempt->outcome),
        .severity = !is_fault                       ? "minor"
                    : attempt->outcome == LL_LEAKED ? "major"
                                                    : "critical",
        .file = frame != NULL ? frame->file : NULL,
        .line = frame != NULL ? frame->line : 0,
        .base = hex,
    };
    ll_sweep_headline(sweep, index, &text);
    return add(list, &finding, &text);
}

static int sweep_all(const struct ll_sweep *sweep, const char *again,
                     const struct ll_style *style, struct ll_buf *out,
                     struct ll_error *err)
{
    struct list list = {json_array(), &sweep->base,
                        style->from != NULL ? style->from : getenv("CI_PROJECT_DIR")};
    struct ll_buf caveat = LL_BUF_INIT;
    const struct finding finding = {
        .check = "not-judged", .severity = "major", .base = "sweep"};
    (void)again;
    ll_sweep_caveat(sweep, &caveat);
    bool ok = add_troubles(&list) && (caveat.len == 0 || add(&list, &finding, &caveat));
    for (size_t i = 0; ok && i < sweep->count; i++)
        ok = !ll_sweep_is_told(sweep, i) || add_attempt(&list, sweep, i);
    ll_buf_release(&caveat);
    if (ok)
        return ll_json_dump(list.findings, out, err);
    json_decref(list.findings);
    return ll_fail_memory(err);
}

const struct ll_format ll_format_gitlab = {
    .name = "gitlab", .check = check, .sweep = sweep_all};
