/* SPDX-License-Identifier: MIT
 *
 * text: reports for people: a block for each fault, then one closing line. */
#include "report/text.h"

#include <string.h>

#include "base/text.h"
#include "diag/words.h"
#include "report/text_parts.h"
#include "report/text_warnings.h"
#include "session/differ.h"
#include "session/exception.h"

/* ---- the closing line ------------------------------------------------------- */

void ll_text_tools(struct ll_buf *out, const struct ll_result *result)
{
    const char *separator = "";
    for (size_t i = 0; i < result->run_count; i++)
        if (result->runs[i].status == LL_RUN_JUDGED) {
            ll_buf_addf(out, "%s%s", separator, result->runs[i].tool->title);
            separator = ", ";
        }
}

static const char *term_of(const struct ll_diag *diag)
{
    const char *term = ll_closed_term(diag);
    return term != NULL ? term : ll_kind_name(diag->kind);
}

static void say_fault(struct ll_buf *out, const char *term)
{
    for (; *term != '\0'; term++)
        ll_buf_putc(out, *term == '-' ? ' ' : *term);
}

/* How many of the list's items from `from` to before `to` have that term. */
static size_t count_term(const struct ll_diags *diags, size_t from, size_t to,
                         const char *term)
{
    size_t count = 0;
    for (size_t i = from; i < to; i++)
        count += strcmp(term_of(&diags->items[i]), term) == 0;
    return count;
}

/* "2 faults (1 definitely lost, 1 invalid read)", in the order of the list. */
static void say_faults(struct ll_buf *out, const struct ll_result *result)
{
    const struct ll_diags *diags = &result->diags;
    size_t faults = ll_diags_faults(diags);
    ll_buf_addf(out, "%zu%s fault%s (", faults, result->known > 0 ? " new" : "",
                ll_plural(faults));
    const char *separator = "";
    for (size_t i = 0; i < diags->count; i++) {
        const char *term = term_of(&diags->items[i]);
        if (!ll_kind_is_fault(diags->items[i].kind) ||
            count_term(diags, 0, i, term) > 0)
            continue;
        ll_buf_addf(out, "%s%zu ", separator, count_term(diags, i, diags->count, term));
        say_fault(out, term);
        separator = ", ";
    }
    ll_buf_putc(out, ')');
}

/* What files list is left out of the report (ll_result_leave_out()). */
static void say_left_out(struct ll_buf *out, const struct ll_result *result)
{
    if (result->known > 0)
        ll_buf_addf(out, " · %zu known", result->known);
    if (result->suppressed > 0)
        ll_buf_addf(out, " · %zu suppressed", result->suppressed);
}

static void say_times(struct ll_buf *out, const struct ll_result *result)
{
    const char *separator = " · ";
    for (size_t i = 0; i < result->run_count; i++) {
        const struct ll_run *run = &result->runs[i];
        if (run->status != LL_RUN_JUDGED)
            continue;
        ll_buf_addf(out, "%s%s %.1f s", separator, run->tool->title, run->run_seconds);
        separator = ", ";
    }
}

/* How the program itself ended, if not with 0. A tool that saw faults may end with a
 * status of its own. */
static void say_end(struct ll_buf *out, const struct ll_result *result)
{
    for (size_t i = 0; i < result->run_count; i++) {
        const struct ll_run *run = &result->runs[i];
        if (!ll_run_keeps_status(run))
            continue;
        if (run->ended.how == LL_END_EXITED && run->ended.status != 0)
            ll_buf_addf(out, " · exit %d of the program", run->ended.status);
        return;
    }
}

static bool has_leak(const struct ll_diags *diags)
{
    for (size_t i = 0; i < diags->count; i++)
        if (ll_kind_is_leak(diags->items[i].kind))
            return true;
    return false;
}

/* Whether one of the tools also sees blocks that are still reachable. */
static bool sees_all_blocks(const struct ll_result *result)
{
    for (size_t i = 0; i < result->run_count; i++) {
        const struct ll_run *run = &result->runs[i];
        if (ll_run_is_whole(run) && run->tool->blind != NULL &&
            run->tool->blind(LL_STILL_REACHABLE) == NULL)
            return true;
    }
    return false;
}

/* Append " · 41 allocations, all freed", from a run with a leak check. A block that any
 * tool saw at the end was not freed. */
static void say_allocations(struct ll_buf *out, const struct ll_result *result)
{
    for (size_t i = 0; i < result->run_count; i++) {
        const struct ll_run *run = &result->runs[i];
        if (!ll_run_is_whole(run) || run->allocations == 0)
            continue;
        bool freed = sees_all_blocks(result) && !has_leak(&result->diags) &&
                     !has_leak(&run->diags);
        ll_buf_addf(out, " · %llu allocation%s%s", run->allocations,
                    ll_plural(run->allocations), freed ? ", all freed" : "");
        return;
    }
}

static void add_closing(struct ll_buf *out, const struct ll_style *style,
                        const struct ll_result *result)
{
    struct ll_buf line = LL_BUF_INIT;
    enum ll_paint paint = LL_PAINT_BAD;
    if (ll_diags_faults(&result->diags) > 0) {
        say_faults(&line, result);
        say_left_out(&line, result);
        say_times(&line, result);
        say_end(&line, result);
    } else if (result->verdict == LL_PASS) {
        paint = LL_PAINT_GOOD;
        ll_buf_addf(&line, "no %sfaults",
                    result->known > 0        ? "new "
                    : result->suppressed > 0 ? "other "
                                             : "");
        ll_buf_puts(&line, has_leak(&result->diags) ? ", memory not freed" : "");
        say_left_out(&line, result);
        ll_buf_puts(&line, " · ");
        ll_text_tools(&line, result);
        say_allocations(&line, result);
        say_end(&line, result);
    } else {
        paint = LL_PAINT_BOLD;
        ll_buf_addf(&line, "no verdict");
        say_left_out(&line, result);
        say_times(&line, result);
        ll_buf_addf(&line, " (exit %d)", result->verdict == LL_UNGRADABLE ? 2 : 3);
    }
    struct ll_buf wrapped = LL_BUF_INIT;
    ll_wrap(&wrapped, style, 0, ll_buf_text(&line));
    if (wrapped.len > 0)
        wrapped.data[wrapped.len - 1] = '\0'; /* the line end stays unpainted */
    ll_pour_paint(out, style, paint, &wrapped);
    ll_buf_putc(out, '\n');
    ll_drop(&line, out);
}

/* ---- the whole report ------------------------------------------------------- */

/* Two runs of a program that depends on chance have faults of their own. */
static void add_differing(struct ll_buf *out, const struct ll_style *style,
                          const struct ll_result *result)
{
    const struct ll_run *one, *other;
    struct ll_buf line = LL_BUF_INIT;
    const char *what = ll_result_ends_differ(result, &one, &other)
                           ? "end in the same way"
                       : ll_result_differs(result, &one, &other) ? "print the same"
                       : ll_result_ways_differ(result, &one, &other)
                           ? "go the same way through the program"
                           : NULL;
    if (what == NULL)
        return;
    ll_buf_addf(
        &line,
        "note: the runs under %s and %s did not %s. If a program depends on chance, on "
        "the time or on a value that nobody set, each run can have faults of its own.",
        one->tool->title, other->tool->title, what);
    ll_buf_putc(out, '\n');
    ll_wrap(out, style, LL_TEXT_INDENT, ll_buf_text(&line));
    ll_drop(&line, out);
}

/* "exit 1 of the program" does not say what an exception does. */
static void add_exception(struct ll_buf *out, const struct ll_style *style,
                          const struct ll_result *result)
{
    struct ll_buf line = LL_BUF_INIT, clean = LL_BUF_INIT;
    ll_buf_puts(&line, "note: ");
    if (ll_exception_say(result, &line)) {
        ll_clean(&clean, ll_buf_text(&line));
        ll_buf_putc(out, '\n');
        ll_wrap(out, style, LL_TEXT_INDENT, ll_buf_text(&clean));
    }
    ll_drop(&clean, out);
    ll_drop(&line, out);
}

/* So many faults and notes are shown unless all are asked for; if there are more
 * faults, their summary comes first. */
enum { FAULTS_SHOWN = 10, NOTES_SHOWN = 5 };

static bool is_alike(const struct ll_diags *diags, size_t i,
                     const struct ll_style *style, const char *const *roots)
{
    return i > 0 &&
           ll_text_is_alike(&diags->items[i], &diags->items[i - 1], style, roots);
}

static size_t count_shown(const struct ll_diags *diags, const struct ll_style *style,
                          const char *const *roots)
{
    size_t shown = 0, faults = 0, notes = 0;
    if (style->all)
        return diags->count;
    for (; shown < diags->count; shown++) {
        bool fault = ll_kind_is_fault(diags->items[shown].kind);
        bool is_new = !is_alike(diags, shown, style, roots);
        faults += is_new && fault;
        notes += is_new && !fault;
        if (faults > FAULTS_SHOWN || notes > NOTES_SHOWN)
            break;
    }
    return shown;
}

static void add_summary(struct ll_buf *out, const struct ll_style *style,
                        const struct ll_result *result, size_t faults)
{
    struct ll_buf line = LL_BUF_INIT;
    say_faults(&line, result);
    ll_buf_addf(&line, ". The first %zu:", faults);
    ll_wrap(out, style, 0, ll_buf_text(&line));
    ll_drop(&line, out);
}

/* Where faults are left out, so are all notes. */
static void add_left_out(struct ll_buf *out, const struct ll_style *style,
                         size_t faults, size_t notes)
{
    struct ll_buf line = LL_BUF_INIT;
    size_t left = faults > 0 ? faults : notes;
    ll_buf_addf(&line, "... and %zu more %s%s: --all shows them.", left,
                faults > 0 ? "fault" : "note", ll_plural(left));
    ll_buf_putc(out, '\n');
    ll_wrap(out, style, LL_TEXT_INDENT, ll_buf_text(&line));
    ll_drop(&line, out);
}

/* "And 3 more on these lines, by other calls: 17 bytes in 3 blocks." Returns how many
 * after `i` are told so, of the first `shown`. */
static size_t add_alike(struct ll_buf *out, const struct ll_style *style,
                        const struct ll_diags *diags, size_t i, size_t shown,
                        const char *const *roots)
{
    struct ll_buf line = LL_BUF_INIT;
    unsigned long long bytes = 0, blocks = 0;
    size_t count = 0;
    while (i + count + 1 < shown && is_alike(diags, i + count + 1, style, roots)) {
        count++;
        bytes += diags->items[i + count].bytes;
        blocks += diags->items[i + count].blocks;
    }
    if (count == 0)
        return 0;
    ll_buf_addf(&line, "And %zu more on these lines, by other calls", count);
    if (ll_kind_is_leak(diags->items[i].kind))
        ll_buf_addf(&line, ": %llu byte%s in %llu block%s", bytes, ll_plural(bytes),
                    blocks, ll_plural(blocks));
    ll_buf_puts(&line, ".");
    ll_buf_putc(out, '\n');
    ll_wrap(out, style, LL_TEXT_INDENT, ll_buf_text(&line));
    ll_drop(&line, out);
    return count;
}

static size_t count_faults(const struct ll_diags *diags, size_t shown)
{
    size_t faults = 0;
    for (size_t i = 0; i < shown; i++)
        faults += ll_kind_is_fault(diags->items[i].kind);
    return faults;
}

int ll_text_check(const struct ll_result *result, const struct ll_style *style,
                  struct ll_buf *out, struct ll_error *err)
{
    const char *const *roots = ll_strings_argv(&result->subject->roots);
    size_t before = out->len, shown = count_shown(&result->diags, style, roots);
    size_t faults = count_faults(&result->diags, shown);
    size_t left = ll_diags_faults(&result->diags) - faults;
    ll_text_trouble(out, style, result, style->limits);
    if (left > 0)
        add_summary(out, style, result, faults);
    for (size_t i = 0; i < shown; i++) {
        if (out->len > before)
            ll_buf_putc(out, '\n');
        const struct ll_diag *diag = &result->diags.items[i];
        ll_text_diag(out, style, diag, i > 0 ? diag - 1 : NULL, roots, NULL);
        ll_text_warnings(out, style, &result->warnings, &result->diags, roots, i);
        i += add_alike(out, style, &result->diags, i, shown, roots);
    }
    if (shown < result->diags.count)
        add_left_out(out, style, left, result->diags.count - shown);
    add_differing(out, style, result);
    add_exception(out, style, result);
    bool ran = ll_text_find_run(result, ll_text_is_judged) != NULL;
    if (ran && out->len > before)
        ll_buf_putc(out, '\n');
    if (ran) {
        add_closing(out, style, result);
        ll_text_other_warnings(out, style, result);
    }
    return out->full ? ll_fail_memory(err) : 0;
}
