/* SPDX-License-Identifier: MIT
 *
 * junit_faults: JUnit XML on a program: a case "judged", then a failed case for each
 * fault. A case is named without a line number, so that systems which compare two
 * reports know it again. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/strings.h"
#include "diag/explain.h"
#include "report/junit_parts.h"
#include "report/report.h"
#include "report/text.h"
#include "report/text_sweep.h"

enum { WIDTH = 80 };

struct suite {
    const struct ll_result *result;
    struct ll_style style; /* of the texts in it */
    struct ll_buf cases;
    struct ll_strings names;
    size_t failures, errors;
};

static void suite_init(struct suite *suite, const struct ll_result *result,
                       const struct ll_style *style)
{
    *suite = (struct suite){.result = result,
                            .style = {.width = WIDTH, .from = style->from},
                            .cases = LL_BUF_INIT};
}

static void suite_release(struct suite *suite)
{
    ll_buf_release(&suite->cases);
    ll_strings_release(&suite->names);
}

/* Add a case; `element` is "failure" or "error", or NULL. A name that was there gets a
 * number. */
static void add_case(struct suite *suite, const char *name, const char *file,
                     const char *element, const char *type, const char *title,
                     const char *message)
{
    struct ll_buf *out = &suite->cases;
    char *path = file != NULL ? ll_path_relative(file, suite->style.from) : NULL;
    size_t before = 0;
    for (size_t i = 0; i < suite->names.count; i++)
        before += strcmp(suite->names.items[i], name) == 0;
    ll_buf_puts(out, "    <testcase");
    ll_junit_attribute(out, "classname", suite->result->subject->name);
    ll_buf_puts(out, " name=\"");
    ll_junit_text(out, name);
    if (before > 0)
        ll_buf_addf(out, ", %zu", before + 1);
    ll_buf_putc(out, '"');
    if (path != NULL)
        ll_junit_attribute(out, "file", path);
    ll_junit_end(out, element, type, title, message);
    suite->failures += element != NULL && strcmp(element, "failure") == 0;
    suite->errors += element != NULL && strcmp(element, "error") == 0;
    ll_strings_add(&suite->names, name);
    free(path);
}

/* "crashed in copy (list.c)" */
static void say_name(struct ll_buf *out, const struct suite *suite, const char *what,
                     const struct ll_frame *frame)
{
    ll_buf_puts(out, what);
    if (frame == NULL)
        return;
    char *path = ll_path_relative(frame->file, suite->style.from);
    if (frame->function != NULL)
        ll_buf_addf(out, " in %s", frame->function);
    ll_buf_addf(out, " (%s)", path != NULL ? path : frame->file);
    free(path);
}

/* The first case: without it, a program that could not be judged would have none that
 * failed. */
static void add_judged(struct suite *suite, enum ll_verdict verdict, const char *more)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_text_trouble(&text, &suite->style, suite->result, NULL);
    ll_buf_puts(&text, more);
    add_case(suite, "judged", NULL,
             verdict <= LL_FAIL         ? NULL
             : verdict == LL_UNGRADABLE ? "failure"
                                        : "error",
             "not-judged", "not judged to its end", ll_buf_text(&text));
    suite->cases.full |= text.full;
    ll_buf_release(&text);
}

static void add_fault(struct suite *suite, const struct ll_diag *diag)
{
    const char *const *roots = ll_strings_argv(&suite->result->subject->roots);
    struct ll_buf name = LL_BUF_INIT, title = LL_BUF_INIT, text = LL_BUF_INIT;
    struct ll_mark marks[LL_MARKS_MAX];
    size_t count = ll_diag_marks(diag, roots, marks);
    const struct ll_mark *main_mark = ll_diag_main_mark(marks, count);
    const struct ll_frame *frame = main_mark != NULL ? main_mark->frame : NULL;
    say_name(&name, suite, ll_kind_name(diag->kind), frame);
    ll_diag_summary(diag, main_mark, &title);
    ll_text_diag(&text, &suite->style, diag, NULL, roots, NULL);
    add_case(suite, ll_buf_text(&name), frame != NULL ? frame->file : NULL, "failure",
             ll_kind_name(diag->kind), ll_buf_text(&title), ll_buf_text(&text));
    suite->cases.full |= name.full || title.full || text.full;
    ll_buf_release(&text);
    ll_buf_release(&title);
    ll_buf_release(&name);
}

static void add_attempt(struct suite *suite, const struct ll_sweep *sweep, size_t index)
{
    const struct ll_attempt *attempt = &sweep->attempts[index];
    const struct ll_frame *frame = ll_sweep_frame(sweep, index);
    const char *outcome = ll_outcome_name(attempt->outcome);
    const char *const *roots = ll_strings_argv(&suite->result->subject->roots);
    struct ll_buf name = LL_BUF_INIT, title = LL_BUF_INIT, text = LL_BUF_INIT;
    say_name(&name, suite, outcome, frame);
    ll_sweep_headline(sweep, index, &title);
    for (size_t i = 0; i < attempt->result.diags.count; i++)
        ll_text_diag(&text, &suite->style, &attempt->result.diags.items[i], NULL, roots,
                     NULL);
    add_case(suite, ll_buf_text(&name), frame != NULL ? frame->file : NULL,
             ll_outcome_is_fault(attempt->outcome) ? "failure" : "error", outcome,
             ll_buf_text(&title), ll_buf_text(&text));
    suite->cases.full |= name.full || title.full || text.full;
    ll_buf_release(&text);
    ll_buf_release(&title);
    ll_buf_release(&name);
}

static void add_counts(struct ll_buf *out, const struct suite *suite, double seconds)
{
    ll_buf_addf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"0\"",
                suite->names.count, suite->failures, suite->errors);
    ll_junit_seconds(out, seconds);
    ll_buf_puts(out, ">\n");
}

/* Write the suite, and release it. */
static int finish(struct suite *suite, double seconds, struct ll_buf *out,
                  struct ll_error *err)
{
    ll_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<testsuites name=\"leaklab\"");
    add_counts(out, suite, seconds);
    ll_buf_puts(out, "  <testsuite");
    ll_junit_attribute(out, "name", suite->result->subject->name);
    add_counts(out, suite, seconds);
    ll_buf_puts(out, ll_buf_text(&suite->cases));
    ll_buf_puts(out, "  </testsuite>\n</testsuites>\n");
    bool full = out->full || suite->cases.full || suite->names.full;
    suite_release(suite);
    return full ? ll_fail_memory(err) : 0;
}

static int check(const struct ll_result *result, const struct ll_style *style,
                 struct ll_buf *out, struct ll_error *err)
{
    struct suite suite;
    double seconds = 0;
    suite_init(&suite, result, style);
    for (size_t i = 0; i < result->run_count; i++)
        seconds += result->runs[i].run_seconds;
    add_judged(&suite, result->verdict, "");
    for (size_t i = 0; i < result->diags.count; i++)
        if (ll_kind_is_fault(result->diags.items[i].kind))
            add_fault(&suite, &result->diags.items[i]);
    return finish(&suite, seconds, out, err);
}

static int sweep_all(const struct ll_sweep *sweep, const char *again,
                     const struct ll_style *style, struct ll_buf *out,
                     struct ll_error *err)
{
    struct suite suite;
    struct ll_buf caveat = LL_BUF_INIT;
    (void)again;
    suite_init(&suite, &sweep->base, style);
    ll_sweep_caveat(sweep, &caveat);
    add_judged(&suite, ll_sweep_verdict(sweep), ll_buf_text(&caveat));
    ll_buf_release(&caveat);
    for (size_t i = 0; i < sweep->count; i++)
        if (ll_sweep_is_told(sweep, i))
            add_attempt(&suite, sweep, i);
    return finish(&suite, sweep->seconds, out, err);
}

const struct ll_format ll_format_junit = {
    .name = "junit", .check = check, .sweep = sweep_all};
