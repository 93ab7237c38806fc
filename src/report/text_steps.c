/* SPDX-License-Identifier: MIT */
#include "report/text_steps.h"

#include <string.h>

#include "base/text.h"
#include "diag/explain.h"

static bool is_seen(const struct ll_step *step, const struct ll_result *program)
{
    for (size_t i = 0; i < program->diags.count; i++)
        if (ll_kind_is_fault(program->diags.items[i].kind) &&
            ll_step_has_kind(step, program->diags.items[i].kind))
            return true;
    return false;
}

/* The first fault in the step's tests that is not the step's; NULL: there is none. Of
 * tests that fail nothing is known but that. */
static const struct ll_diag *find_new(const struct ll_exercise *exercise,
                                      const struct ll_step_judgement *item)
{
    const struct ll_diags *diags = &item->result.diags;
    for (size_t i = 0; i < diags->count && !item->failed; i++)
        if (ll_step_is_new(exercise, item->step, &diags->items[i]))
            return &diags->items[i];
    return NULL;
}

/* Append ": the program shows 1 and 2 first", the steps that are seen; nothing if none
 * is. */
static void add_hiding(struct ll_buf *out, const struct ll_result *program,
                       const struct ll_steps *steps)
{
    size_t seen = 0, told = 0;
    for (size_t i = 0; i < steps->count; i++)
        seen += is_seen(steps->items[i].step, program);
    for (size_t i = 0; i < steps->count; i++) {
        if (!is_seen(steps->items[i].step, program))
            continue;
        ll_buf_addf(out, "%s%zu",
                    told == 0          ? ": the program shows "
                    : told + 1 == seen ? " and "
                                       : ", ",
                    i + 1);
        told++;
    }
    if (seen > 0)
        ll_buf_puts(out, " first");
}

/* Whether the step's own tests pass and show no fault. What is seen of its kinds
 * elsewhere is then another fault than they showed. */
static bool is_clean(const struct ll_step_judgement *item)
{
    return item->result.run_count > 0 && item->result.verdict == LL_PASS &&
           !item->failed;
}

/* The number of the first step in whose tests a fault of these kinds is seen; 0: in
 * none. */
static size_t seen_in_tests_of(const struct ll_step *step, const struct ll_steps *steps)
{
    for (size_t i = 0; i < steps->count; i++)
        if (is_seen(step, &steps->items[i].result))
            return i + 1;
    return 0;
}

/* Where another fault of the step's kinds is seen. */
static void add_other(struct ll_buf *out, const struct ll_steps *steps,
                      const struct ll_step_judgement *item)
{
    size_t number = seen_in_tests_of(item->step, steps);
    if (number > 0)
        ll_buf_addf(out, "a new fault of its kind in the tests of %zu", number);
    else
        ll_buf_puts(out, "its tests are clean; the program is not");
}

static void add_state(struct ll_buf *out, const struct ll_exercise *exercise,
                      const struct ll_result *program, const struct ll_steps *steps,
                      const struct ll_step_judgement *item)
{
    const struct ll_diag *fresh = find_new(exercise, item);
    if (item->mended) {
        ll_buf_puts(out, "mended");
    } else if (item->result.run_count == 0 || item->result.verdict > LL_FAIL) {
        ll_buf_puts(out, "not judged");
    } else if (is_clean(item)) {
        add_other(out, steps, item);
    } else if (is_seen(item->step, program)) {
        ll_buf_puts(out, "seen in the program");
    } else if (fresh != NULL) {
        ll_buf_addf(out, "a new fault in its tests: %s", ll_kind_name(fresh->kind));
    } else if (item->result.verdict == LL_PASS) {
        ll_buf_puts(out, "its tests fail");
    } else {
        size_t before = out->len;
        ll_buf_puts(out, "hidden");
        add_hiding(out, program, steps);
        if (out->len == before + strlen("hidden"))
            ll_buf_puts(out, " in the program: its tests show it");
    }
}

/* How many columns the longest name takes. */
static int widest(const struct ll_steps *steps)
{
    size_t most = 0;
    for (size_t i = 0; i < steps->count; i++)
        if (strlen(steps->items[i].step->name) > most)
            most = strlen(steps->items[i].step->name);
    return (int)most;
}

/* Begin a line about a fault in the program that is, or may be, none of the steps';
 * nothing for any other. */
static void add_why_new(struct ll_buf *line, const struct ll_exercise *exercise,
                        const struct ll_steps *steps, const struct ll_diag *diag)
{
    if (ll_step_is_new(exercise, NULL, diag))
        ll_buf_puts(line, "New, not one of these: ");
    for (size_t i = 0; i < steps->count && line->len == 0; i++) {
        const struct ll_step_judgement *item = &steps->items[i];
        if (ll_kind_is_fault(diag->kind) && ll_step_has_kind(item->step, diag->kind) &&
            is_clean(item) && seen_in_tests_of(item->step, steps) == 0)
            ll_buf_addf(line, "Perhaps new, the tests of %zu do not show it: ", i + 1);
    }
}

void ll_text_steps(struct ll_buf *out, const struct ll_style *style,
                   const struct ll_exercise *exercise, const struct ll_result *program,
                   const struct ll_steps *steps)
{
    int width = widest(steps);
    ll_buf_putc(out, '\n');
    for (size_t i = 0; i < steps->count; i++) {
        const struct ll_step_judgement *item = &steps->items[i];
        struct ll_buf state = LL_BUF_INIT;
        ll_buf_addf(out, "   %s %zu  %-*s  ", item->mended ? "●" : "○", i + 1, width,
                    item->step->name);
        add_state(&state, exercise, program, steps, item);
        ll_paint(out, style, item->mended ? LL_PAINT_GOOD : LL_PAINT_DIM,
                 ll_buf_text(&state));
        ll_buf_putc(out, '\n');
        ll_buf_release(&state);
    }
    for (size_t i = 0; i < program->diags.count; i++) {
        struct ll_buf line = LL_BUF_INIT;
        add_why_new(&line, exercise, steps, &program->diags.items[i]);
        if (line.len > 0) {
            ll_diag_headline(&program->diags.items[i], &line);
            ll_wrap(out, style, 3, ll_buf_text(&line));
        }
        ll_buf_release(&line);
    }
}

/* Whether such a fault is new in the program, too: then it is counted already. */
static bool is_counted(const struct ll_exercise *exercise,
                       const struct ll_result *program, enum ll_kind kind)
{
    for (size_t i = 0; i < program->diags.count; i++)
        if (program->diags.items[i].kind == kind &&
            ll_step_is_new(exercise, NULL, &program->diags.items[i]))
            return true;
    return false;
}

void ll_text_steps_score(struct ll_buf *out, const struct ll_exercise *exercise,
                         const struct ll_result *program, const struct ll_steps *steps)
{
    size_t fresh = 0;
    for (size_t i = 0; i < program->diags.count; i++)
        fresh += ll_step_is_new(exercise, NULL, &program->diags.items[i]);
    for (size_t i = 0; i < steps->count; i++) {
        const struct ll_diag *diag = find_new(exercise, &steps->items[i]);
        fresh += diag != NULL && !is_counted(exercise, program, diag->kind);
    }
    ll_buf_addf(out, "%zu of %zu faults mended", ll_steps_mended(steps), steps->count);
    if (fresh > 0)
        ll_buf_addf(out, ", %zu new fault%s", fresh, ll_plural(fresh));
}

const struct ll_step_judgement *ll_text_step_to_show(const struct ll_result *program,
                                                     const struct ll_steps *steps)
{
    for (size_t i = 0; i < program->diags.count; i++)
        if (ll_kind_is_fault(program->diags.items[i].kind))
            return NULL;
    for (size_t i = 0; i < steps->count; i++)
        if (!steps->items[i].mended && steps->items[i].result.diags.count > 0)
            return &steps->items[i];
    return NULL;
}
