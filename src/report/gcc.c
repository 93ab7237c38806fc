/* SPDX-License-Identifier: MIT
 *
 * gcc: a report in gcc's format, which editors can read. */
#include <stdlib.h>

#include "base/path.h"
#include "diag/source.h"
#include "diag/words.h"
#include "report/excerpt.h"
#include "report/layout.h"
#include "report/report.h"
#include "report/text_sweep.h"

/* Return the column of a mark, from 1, in bytes as gcc counts them; 0: unknown. */
static size_t column_of(const struct ll_diag *diag, const struct ll_mark *mark,
                        struct ll_buf *out)
{
    struct ll_buf line = LL_BUF_INIT;
    size_t column = mark->frame->column;
    if (ll_source_line(mark->frame, &line))
        column = ll_span_find(diag, mark, ll_buf_text(&line)).start + 1;
    ll_drop(&line, out);
    return column;
}

/* Append "list.c:14:", or "leaklab:" when the frame is NULL. */
static void say_frame(struct ll_buf *out, const struct ll_style *style,
                      const struct ll_frame *frame)
{
    if (frame == NULL) {
        ll_buf_puts(out, "leaklab:");
        return;
    }
    char *name = ll_path_relative(frame->file, style->from);
    ll_buf_addf(out, "%s:%u:", name != NULL ? name : frame->file, frame->line);
    free(name);
}

/* Append "list.c:14:5: ", or "leaklab: " when there is no mark. */
static void say_mark(struct ll_buf *out, const struct ll_style *style,
                     const struct ll_diag *diag, const struct ll_mark *mark)
{
    say_frame(out, style, mark != NULL ? mark->frame : NULL);
    size_t column = mark != NULL ? column_of(diag, mark, out) : 0;
    if (column > 0)
        ll_buf_addf(out, "%zu:", column);
    ll_buf_putc(out, ' ');
}

/* Append what is known of values and calls, as notes at the main mark. */
static void add_values(struct ll_buf *out, const struct ll_style *style,
                       const struct ll_diag *diag, const struct ll_mark *mark)
{
    struct ll_buf values = LL_BUF_INIT, path = LL_BUF_INIT;
    const struct ll_buf *const notes[] = {&values, &path};
    ll_values_say(&diag->values, &values);
    ll_path_say(&diag->path, &path);
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (notes[i]->len > 0) {
            say_mark(out, style, diag, mark);
            ll_buf_puts(out, "note: ");
            ll_clean(out, ll_buf_text(notes[i]));
            ll_buf_putc(out, '\n');
        }
    ll_drop(&path, out);
    ll_drop(&values, out);
}

/* Append the fault as an "error", a "warning" or a "note". */
static void add_diag(struct ll_buf *out, const struct ll_style *style, const char *as,
                     const struct ll_diag *diag, const char *const *roots)
{
    struct ll_mark marks[LL_MARKS_MAX];
    size_t count = ll_diag_marks(diag, roots, marks);
    const struct ll_mark *main_mark = ll_diag_main_mark(marks, count);
    say_mark(out, style, diag, main_mark);
    ll_buf_addf(out, "%s: ", as);
    ll_diag_summary(diag, main_mark, out);
    ll_buf_addf(out, " [%s]\n", ll_kind_name(diag->kind));
    for (size_t i = 0; i < count; i++)
        if (&marks[i] != main_mark) {
            say_mark(out, style, diag, &marks[i]);
            ll_buf_addf(out, "note: %s\n", marks[i].caption);
        }
    add_values(out, style, diag, main_mark);
}

/* Append why a run could not be judged. The compiler's messages are copied unchanged,
 * and once: several tools share a compiler. */
static void add_trouble(struct ll_buf *out, const struct ll_result *result)
{
    bool compiler = false;
    for (size_t i = 0; i < result->run_count; i++) {
        const struct ll_run *run = &result->runs[i];
        if (ll_run_refusal(run) != NULL) {
            ll_buf_puts(out, compiler ? "" : ll_run_refusal(run));
            compiler = true;
        } else if (!ll_run_is_whole(run) && run->note != NULL) {
            ll_buf_addf(out, "leaklab: %s: %s: %s\n",
                        run->status == LL_RUN_JUDGED ? "warning" : "error",
                        run->tool->title, run->note);
        }
    }
}

/* The compiler's warnings, in its own form. */
static void add_warnings(struct ll_buf *out, const struct ll_style *style,
                         const struct ll_warnings *warnings)
{
    for (size_t i = 0; i < warnings->count; i++) {
        const struct ll_warning *one = &warnings->items[i];
        char *name = ll_path_relative(one->file, style->from);
        ll_buf_addf(out, "%s:%u:", name != NULL ? name : one->file, one->line);
        if (one->column > 0)
            ll_buf_addf(out, "%u:", one->column);
        ll_buf_addf(out, " warning: %s", one->text);
        if (one->option != NULL)
            ll_buf_addf(out, " [%s]", one->option);
        ll_buf_putc(out, '\n');
        free(name);
    }
}

static int check(const struct ll_result *result, const struct ll_style *style,
                 struct ll_buf *out, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    add_trouble(&text, result);
    for (size_t i = 0; i < result->diags.count; i++)
        add_diag(&text, style,
                 ll_kind_is_fault(result->diags.items[i].kind) ? "error" : "warning",
                 &result->diags.items[i], ll_strings_argv(&result->subject->roots));
    add_warnings(&text, style, &result->warnings);
    if (!text.full)
        ll_clean(out, ll_buf_text(&text));
    bool full = text.full || out->full;
    ll_buf_release(&text);
    return full ? ll_fail_memory(err) : 0;
}

/* ---- a sweep -------------------------------------------------------------------- */

/* The failure at the line that asked for memory; then what came of it. */
static void add_attempt(struct ll_buf *out, const struct ll_style *style,
                        const struct ll_sweep *sweep, size_t index, const char *again)
{
    const struct ll_attempt *attempt = &sweep->attempts[index];
    const struct ll_frame *frame = ll_sweep_frame(sweep, index);
    say_frame(out, style, frame);
    ll_buf_puts(out, ll_outcome_is_fault(attempt->outcome) ? " error: " : " warning: ");
    ll_sweep_headline(sweep, index, out);
    ll_buf_addf(out, " [%s]\n", ll_outcome_name(attempt->outcome));
    for (size_t i = 0; i < attempt->result.diags.count; i++)
        add_diag(out, style, "note", &attempt->result.diags.items[i],
                 ll_strings_argv(&sweep->base.subject->roots));
    if (again == NULL)
        return;
    say_frame(out, style, frame);
    ll_buf_puts(out, " note: again, just that one: ");
    ll_replay(out, again, attempt);
    ll_buf_putc(out, '\n');
}

static int sweep_all(const struct ll_sweep *sweep, const char *again,
                     const struct ll_style *style, struct ll_buf *out,
                     struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT, caveat = LL_BUF_INIT;
    add_trouble(&text, &sweep->base);
    ll_sweep_caveat(sweep, &caveat);
    if (caveat.len > 0)
        ll_buf_addf(&text, "leaklab: warning: %s\n", ll_buf_text(&caveat));
    for (size_t i = 0; i < sweep->count; i++)
        if (ll_sweep_is_told(sweep, i))
            add_attempt(&text, style, sweep, i, again);
    add_warnings(&text, style, &sweep->base.warnings);
    if (!text.full && !caveat.full)
        ll_clean(out, ll_buf_text(&text));
    bool full = text.full || caveat.full || out->full;
    ll_buf_release(&caveat);
    ll_buf_release(&text);
    return full ? ll_fail_memory(err) : 0;
}

const struct ll_format ll_format_gcc = {
    .name = "gcc", .check = check, .sweep = sweep_all};
