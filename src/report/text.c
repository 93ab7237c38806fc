/* SPDX-License-Identifier: MIT
 *
 * text: reports for people: a block for each fault, then one closing line. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "diag/words.h"
#include "report/excerpt.h"
#include "report/layout.h"
#include "report/text.h"
#include "report/text_values.h"
#include "report/text_warnings.h"
#include "session/differ.h"
#include "session/exception.h"

#define INDENT 3

/* As much as --output-limit takes. */
#define OUTPUT_MOST ((size_t)1 << 30)

static void pour_clean(struct ll_buf *out, struct ll_buf *from)
{
    ll_clean(out, ll_buf_text(from));
    ll_drop(from, out);
}

/* ---- one fault -------------------------------------------------------------- */

static const char *title_of(const char *name)
{
    const struct ll_tool *tool = ll_tool_find(name);
    return tool == NULL ? name : tool->title;
}

/* Whether the witness is named. A tool that explains leaks is run where there is one,
 * and then sees other faults again. */
static bool is_named(const struct ll_diag *diag, size_t witness)
{
    const struct ll_tool *tool = ll_tool_find(diag->witnesses[witness].tool);
    return diag->witness_count == 1 || ll_kind_is_leak(diag->kind) || tool == NULL ||
           !tool->explains_leaks;
}

/* Append the term that the tool itself has for the fault; nothing: it has none. */
static void say_term(const struct ll_witness *witness, struct ll_buf *out)
{
    const struct ll_tool *tool = ll_tool_find(witness->tool);
    if (tool != NULL && tool->term != NULL && witness->raw != NULL)
        tool->term(witness->raw, out);
}

/* Whether the fault above has shown the tool's term. */
static bool is_term_shown(const char *tool, const char *term,
                          const struct ll_diag *above)
{
    bool shown = false;
    for (size_t i = 0; above != NULL && i < above->witness_count && !shown; i++) {
        struct ll_buf other = LL_BUF_INIT;
        if (strcmp(above->witnesses[i].tool, tool) == 0)
            say_term(&above->witnesses[i], &other);
        shown = strcmp(ll_buf_text(&other), term) == 0;
        ll_buf_release(&other);
    }
    return shown;
}

/* "seen by memcheck (definitely lost), AddressSanitizer (direct leak)": with the terms,
 * a reader can look the fault up elsewhere. */
static void say_witnesses(const struct ll_diag *diag, const struct ll_diag *above,
                          bool terms, struct ll_buf *out)
{
    for (size_t i = 0; i < diag->witness_count; i++) {
        const struct ll_witness *witness = &diag->witnesses[i];
        struct ll_buf term = LL_BUF_INIT;
        if (witness->of_sequel || !is_named(diag, i))
            continue;
        ll_buf_addf(out, "%s%s", out->len == 0 ? "seen by " : ", ",
                    title_of(witness->tool));
        if (terms)
            say_term(witness, &term);
        if (term.len > 0 && !is_term_shown(witness->tool, ll_buf_text(&term), above)) {
            ll_buf_puts(out, " (");
            ll_clean(out, ll_buf_text(&term));
            ll_buf_putc(out, ')');
        }
        ll_drop(&term, out);
    }
}

static void add_head(struct ll_buf *out, const struct ll_style *style,
                     const struct ll_diag *diag, const struct ll_diag *above)
{
    struct ll_buf words = LL_BUF_INIT, head = LL_BUF_INIT, right = LL_BUF_INIT,
                  left = LL_BUF_INIT, witnesses = LL_BUF_INIT;
    bool fault = ll_kind_is_fault(diag->kind);
    ll_buf_puts(&words, fault ? "" : "note: ");
    ll_diag_headline(diag, &words);
    ll_clean(&head, ll_buf_text(&words));
    ll_drop(&words, out);
    say_witnesses(diag, above, true, &witnesses);
    if (ll_text_columns(ll_buf_text(&witnesses)) > style->width) {
        ll_buf_clear(&witnesses);
        say_witnesses(diag, above, false, &witnesses);
    }
    if (witnesses.len > 0)
        ll_pour_paint(&right, style, LL_PAINT_DIM, &witnesses);
    if (INDENT + ll_text_columns(ll_buf_text(&head)) > style->width) {
        ll_wrap(out, style, INDENT, ll_buf_text(&head));
        ll_drop(&head, out);
    } else {
        ll_blanks(&left, INDENT);
        ll_pour_paint(&left, style, fault ? LL_PAINT_BAD : LL_PAINT_DIM, &head);
    }
    ll_columns(out, style, ll_buf_text(&left), ll_buf_text(&right));
    ll_drop(&left, out);
    ll_drop(&right, out);
}

/* Append `text`, line by line after `indent` blanks. */
static void add_lines(struct ll_buf *out, unsigned indent, const char *text)
{
    struct ll_buf clean = LL_BUF_INIT;
    ll_clean(&clean, text);
    for (const char *line = ll_buf_text(&clean); *line != '\0';) {
        size_t length = strcspn(line, "\n");
        ll_blanks(out, length > 0 ? indent : 0);
        ll_buf_addf(out, "%.*s\n", (int)length, line);
        line += length + (line[length] == '\n');
    }
    ll_drop(&clean, out);
}

static void add_raw(struct ll_buf *out, const struct ll_style *style,
                    const struct ll_diag *diag)
{
    for (size_t i = 0; i < diag->witness_count; i++) {
        const struct ll_witness *witness = &diag->witnesses[i];
        if (witness->raw == NULL)
            continue;
        ll_buf_putc(out, '\n');
        ll_blanks(out, INDENT);
        ll_paint(out, style, LL_PAINT_DIM, title_of(witness->tool));
        ll_buf_puts(out, ":\n");
        add_lines(out, INDENT + 2, witness->raw);
    }
}

/* Append a paragraph after an empty line. */
static void add_words(struct ll_buf *out, const struct ll_style *style,
                      const char *before, const char *text)
{
    struct ll_buf all = LL_BUF_INIT, clean = LL_BUF_INIT;
    ll_buf_puts(&all, before);
    ll_buf_puts(&all, text);
    ll_clean(&clean, ll_buf_text(&all));
    ll_buf_putc(out, '\n');
    ll_wrap(out, style, INDENT, ll_buf_text(&clean));
    ll_drop(&clean, out);
    ll_drop(&all, out);
}

/* Whether two faults are marked on the same lines. */
static bool same_marks(const struct ll_mark *a, size_t a_count, const struct ll_mark *b,
                       size_t b_count)
{
    bool same = a_count == b_count && a_count > 0;
    for (size_t i = 0; i < a_count && same; i++)
        same = a[i].role == b[i].role && a[i].frame->line == b[i].frame->line &&
               strcmp(a[i].frame->file, b[i].frame->file) == 0;
    return same;
}

/* Whether the block above has shown the lines around the mark. NULL: no mark. */
static bool is_near(const struct ll_mark *mark, const struct ll_mark *above)
{
    enum { LINES = 3 };
    return mark != NULL && above != NULL && above->frame->line <= mark->frame->line &&
           above->frame->line + LINES >= mark->frame->line &&
           strcmp(above->frame->file, mark->frame->file) == 0;
}

/* Append the marked lines, unless the block above has just shown them. */
static void add_lines_of(struct ll_buf *out, const struct ll_style *style,
                         const struct ll_diag *diag, const struct ll_diag *above,
                         const char *const *roots)
{
    struct ll_mark marks[LL_MARKS_MAX], shown[LL_MARKS_MAX];
    size_t count = ll_diag_marks(diag, roots, marks);
    size_t shown_count = above == NULL ? 0 : ll_diag_marks(above, roots, shown);
    if (count > 0)
        ll_buf_putc(out, '\n');
    if (!same_marks(marks, count, shown, shown_count)) {
        ll_excerpt(out, style, INDENT + 2, diag, marks, count,
                   !is_near(ll_diag_main_mark(marks, count),
                            ll_diag_main_mark(shown, shown_count)));
        return;
    }
    ll_blanks(out, INDENT + 2);
    ll_paint(out, style, LL_PAINT_DIM, "on the same lines as above");
    ll_buf_putc(out, '\n');
}

/* Append what `say` writes about the fault, unless it wrote the same about the fault
 * above. */
static void add_said(struct ll_buf *out, const struct ll_style *style,
                     void (*say)(const struct ll_diag *, struct ll_buf *),
                     const char *before, const struct ll_diag *diag,
                     const struct ll_diag *above)
{
    struct ll_buf words = LL_BUF_INIT, shown = LL_BUF_INIT;
    say(diag, &words);
    if (above != NULL)
        say(above, &shown);
    if (strcmp(ll_buf_text(&words), ll_buf_text(&shown)) != 0)
        add_words(out, style, before, ll_buf_text(&words));
    ll_drop(&words, out);
    ll_buf_release(&shown);
}

/* Whether there is more to say than the headline and the marked lines. Of a lost block
 * below another fault there is not: that one comes first. Of a fault of no kind, the
 * headline has said everything. */
static bool says_more(const struct ll_diag *diag, const struct ll_diag *above,
                      const char *why)
{
    if (why != NULL)
        return true;
    if (!ll_kind_is_fault(diag->kind))
        return !diag->cut_short && above == NULL;
    bool again = above != NULL && ll_kind_is_leak(diag->kind) &&
                 (!ll_kind_is_leak(above->kind) || above->how == diag->how);
    bool usual = diag->how == LL_LOSS_SCOPE_END;
    return !(diag->kind == LL_OTHER && diag->what != NULL) && !(again && usual);
}

void ll_text_diag(struct ll_buf *out, const struct ll_style *style,
                  const struct ll_diag *diag, const struct ll_diag *above,
                  const char *const *roots, const char *why)
{
    add_head(out, style, diag, above);
    add_lines_of(out, style, diag, above, roots);
    ll_text_values(out, style, INDENT + 2, diag, roots);
    if (says_more(diag, above, why)) {
        if (why != NULL)
            add_words(out, style, "", why);
        else
            add_said(out, style, ll_explain_diag, "", diag, above);
        add_said(out, style, ll_diag_look, "Look at: ", diag, above);
    }
    if (style->raw)
        add_raw(out, style, diag);
}

/* ---- why there is nothing to judge ------------------------------------------ */

static bool was_stopped(const struct ll_run *run)
{
    return run->status == LL_RUN_JUDGED && !ll_ended_by_itself(&run->ended);
}

static const struct ll_run *find_run(const struct ll_result *result,
                                     bool (*is)(const struct ll_run *run))
{
    for (size_t i = 0; i < result->run_count; i++)
        if (is(&result->runs[i]))
            return &result->runs[i];
    return NULL;
}

static bool is_not_built(const struct ll_run *run)
{
    return run->status == LL_RUN_NOT_BUILT;
}

static bool is_judged(const struct ll_run *run)
{
    return run->status == LL_RUN_JUDGED;
}

/* Append the compiler's messages, with paths as the reader knows them. */
static void add_compiler(struct ll_buf *out, const struct ll_style *style,
                         const char *said)
{
    struct ll_buf lines = LL_BUF_INIT;
    while (*said != '\0') {
        size_t length = strcspn(said, "\n"), name_length = strcspn(said, ":\n");
        char *name = strndup(said, name_length);
        char *shorter = name == NULL ? NULL : ll_path_relative(name, style->from);
        lines.full = lines.full || shorter == NULL;
        ll_buf_puts(&lines, shorter == NULL ? "" : shorter);
        ll_buf_add(&lines, said + name_length, length - name_length);
        ll_buf_putc(&lines, '\n');
        free(shorter);
        free(name);
        said += length + (said[length] == '\n');
    }
    add_lines(out, INDENT, ll_buf_text(&lines));
    ll_drop(&lines, out);
}

/* Explanations of the linker errors that beginners see most often. */
static void add_linker_advice(struct ll_buf *out, const struct ll_style *style,
                              const char *said)
{
    static const struct {
        const char *said, *means;
    } advice[] = {
        {"undefined reference to `main'",
         "None of these files has a main(): name all files of the program."},
        {"undefined reference to `sqrt'", "The mathematical functions need -lm."},
        {"undefined reference to `pow'", "The mathematical functions need -lm."},
        {"undefined reference to `sin'", "The mathematical functions need -lm."},
        {"undefined reference to `floor'", "The mathematical functions need -lm."},
        {"multiple definition of `main'",
         "Several of these files have a main(): name the files of one program."},
    };
    for (size_t i = 0; i < sizeof advice / sizeof *advice; i++)
        if (strstr(said, advice[i].said) != NULL) {
            add_words(out, style, "", advice[i].means);
            return;
        }
}

static void add_not_built(struct ll_buf *out, const struct ll_style *style,
                          const struct ll_result *result, const struct ll_run *run)
{
    struct ll_buf line = LL_BUF_INIT;
    ll_buf_addf(&line, "leaklab: cannot build '%s': ", result->subject->name);
    if (run->compiler != NULL)
        ll_buf_addf(&line, "%s says\n\n",
                    run->by_cython ? "Cython" : run->tool->compiler);
    else
        ll_buf_addf(&line, "%s\n",
                    run->note != NULL ? run->note : "the compiler failed");
    pour_clean(out, &line);
    if (run->compiler != NULL) {
        add_compiler(out, style, run->compiler);
        add_linker_advice(out, style, run->compiler);
    }
    if (find_run(result, is_judged) == NULL)
        ll_buf_puts(out, "\nnothing was run. (exit 2)\n");
}

/* "did not end within 10 s and was stopped". */
static void say_stop(struct ll_buf *out, const struct ll_run *run,
                     const struct ll_limits *limits)
{
    const struct ll_limits own =
        ll_run_limits(run, limits != NULL ? limits : &ll_limits_default);
    ll_ended_say(&run->ended, &own, out);
}

static void add_stopped(struct ll_buf *out, const struct ll_result *result,
                        const struct ll_run *run, const struct ll_limits *limits)
{
    struct ll_buf words = LL_BUF_INIT;
    ll_buf_addf(&words, "leaklab: '%s' ", result->subject->name);
    say_stop(&words, run, limits);
    if (result->diags.count > 0)
        ll_buf_puts(&words, "; what the tools saw until then:");
    ll_buf_putc(&words, '\n');
    pour_clean(out, &words);
}

/* Whether the line about the end of the run already says its note. */
static bool is_said(const struct ll_run *run, const struct ll_run *stopped,
                    const struct ll_limits *limits)
{
    struct ll_buf words = LL_BUF_INIT;
    if (stopped != NULL)
        say_stop(&words, stopped, limits);
    bool said = words.len > 0 && strstr(run->note, words.data) != NULL;
    ll_buf_release(&words);
    return said;
}

/* Append the option with which the run would have gone on. */
static void add_longer(struct ll_buf *out, const struct ll_run *stopped,
                       const struct ll_limits *limits)
{
    if (stopped->ended.how == LL_END_OUTPUT && limits != NULL)
        ll_buf_addf(out, "%*s(more: --output-limit SIZE, such as %zuM)\n", INDENT, "",
                    limits->output_bytes < OUTPUT_MOST / 16
                        ? limits->output_bytes / (1 << 20) * 16
                        : OUTPUT_MOST / (1 << 20));
    if (stopped->ended.how != LL_END_TIMEOUT && stopped->ended.how != LL_END_CPU)
        return;
    if (limits != NULL)
        ll_buf_addf(out, "%*s(longer: --timeout %g)\n", INDENT, "",
                    limits->wall_seconds * 6);
    else
        ll_buf_addf(out, "%*s(longer: --timeout SECONDS)\n", INDENT, "");
}

static void add_note(struct ll_buf *out, const struct ll_run *run, bool below)
{
    struct ll_buf line = LL_BUF_INIT;
    if (below)
        ll_blanks(&line, INDENT);
    ll_buf_addf(&line, "%s%s: %s\n", below ? "" : "leaklab: ", run->tool->title,
                run->note);
    pour_clean(out, &line);
}

void ll_text_trouble(struct ll_buf *out, const struct ll_style *style,
                     const struct ll_result *result, const struct ll_limits *limits)
{
    const struct ll_run *not_built = find_run(result, is_not_built);
    const struct ll_run *stopped = find_run(result, was_stopped);
    if (not_built != NULL)
        add_not_built(out, style, result, not_built);
    if (stopped != NULL)
        add_stopped(out, result, stopped, limits);
    for (size_t i = 0; i < result->run_count; i++) {
        const struct ll_run *run = &result->runs[i];
        if (run->status == LL_RUN_NO_TOOL && style->missing_told)
            continue;
        if (run->note != NULL && run->status != LL_RUN_NOT_BUILT &&
            !ll_run_is_whole(run) && !is_said(run, stopped, limits))
            add_note(out, run, was_stopped(run));
    }
    if (stopped != NULL)
        add_longer(out, stopped, limits);
}

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
static void say_faults(struct ll_buf *out, const struct ll_diags *diags)
{
    size_t faults = ll_diags_faults(diags);
    ll_buf_addf(out, "%zu fault%s (", faults, ll_plural(faults));
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
        bool own = ll_diags_faults(&run->diags) == 0 || run->tool->keeps_status;
        if (run->status != LL_RUN_JUDGED || !own)
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
        say_faults(&line, &result->diags);
        say_times(&line, result);
        say_end(&line, result);
    } else if (result->verdict == LL_PASS) {
        paint = LL_PAINT_GOOD;
        ll_buf_puts(&line, "no faults");
        ll_buf_puts(&line, has_leak(&result->diags) ? ", memory not freed · " : " · ");
        ll_text_tools(&line, result);
        say_allocations(&line, result);
        say_end(&line, result);
    } else {
        paint = LL_PAINT_BOLD;
        ll_buf_addf(&line, "no verdict");
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

/* Two runs of a program that depends on chance have faults of their own. */
static void add_differing(struct ll_buf *out, const struct ll_style *style,
                          const struct ll_result *result)
{
    const struct ll_run *one, *other;
    struct ll_buf line = LL_BUF_INIT;
    if (!ll_result_differs(result, &one, &other))
        return;
    ll_buf_addf(
        &line,
        "note: the runs under %s and %s did not print the same. If a program "
        "depends on chance, on the time or on a value that nobody set, each run "
        "can have faults of its own.",
        one->tool->title, other->tool->title);
    ll_buf_putc(out, '\n');
    ll_wrap(out, style, INDENT, ll_buf_text(&line));
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
        ll_wrap(out, style, INDENT, ll_buf_text(&clean));
    }
    ll_drop(&clean, out);
    ll_drop(&line, out);
}

int ll_text_check(const struct ll_result *result, const struct ll_style *style,
                  struct ll_buf *out, struct ll_error *err)
{
    const char *const *roots = ll_strings_argv(&result->subject->roots);
    size_t before = out->len;
    ll_text_trouble(out, style, result, style->limits);
    for (size_t i = 0; i < result->diags.count; i++) {
        if (out->len > before)
            ll_buf_putc(out, '\n');
        const struct ll_diag *diag = &result->diags.items[i];
        ll_text_diag(out, style, diag, i > 0 ? diag - 1 : NULL, roots, NULL);
        ll_text_warnings(out, style, &result->warnings, &result->diags, roots, i);
    }
    add_differing(out, style, result);
    add_exception(out, style, result);
    bool ran = find_run(result, is_judged) != NULL;
    if (ran && out->len > before)
        ll_buf_putc(out, '\n');
    if (ran) {
        add_closing(out, style, result);
        ll_text_other_warnings(out, style, result);
    }
    return out->full ? ll_fail_memory(err) : 0;
}
