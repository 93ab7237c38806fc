/* SPDX-License-Identifier: MIT */
#include "grade/examine_units.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "diag/explain.h"

/* The fault at which a tool, or the system, ended the process in that unit; NULL: there
 * is none. No function in a fixture's stack tells which test it was for. */
static const struct ll_diag *fatal_fault(const struct ll_examine_order *order,
                                         const struct ll_trial *trial, uint32_t number)
{
    for (size_t i = trial->diags.count; i-- > 0;) {
        const struct ll_diag *diag = &trial->diags.items[i];
        long unit = ll_unit_of_diag(order, diag);
        if (!ll_kind_is_leak(diag->kind) && ll_kind_is_fault(diag->kind) &&
            (unit == (long)number ||
             (unit == LL_NO_UNIT && ll_trial_death(trial, number) != NULL)))
            return diag;
    }
    return NULL;
}

/* What ended the process in that unit, in words. A unit that hung in the bare trial may
 * not have been run in this one. */
static void say_death(const struct ll_examine_order *order,
                      const struct ll_trial *trials, enum ll_trial_kind kind,
                      uint32_t number, struct ll_buf *out)
{
    const struct ll_trial *trial = &trials[kind];
    const struct ll_death *death = ll_trial_death(trial, number);
    if (death == NULL)
        death = ll_trial_death(&trials[LL_TRIAL_BARE], number);
    const char *roots[] = {LL_SUBMISSION_ROOT, order->harness->lesson->folder, NULL};
    const struct ll_diag *diag = fatal_fault(order, trial, number);
    if (diag != NULL) {
        const struct ll_frame *own = ll_stack_own(&diag->at, roots);
        ll_diag_headline(diag, out);
        if (own != NULL)
            ll_buf_addf(out, " (%s:%u)", ll_path_base(own->file), own->line);
        return;
    }
    if (death == NULL) {
        ll_buf_puts(out, "it was not reached, as what came before it did not end well");
        return;
    }
    ll_buf_puts(out, "the program ");
    if (death->ended.how == LL_END_EXITED)
        ll_buf_puts(out, "was ended in it");
    else
        ll_ended_say(&death->ended, &death->limits, out);
}

/* Whether each address that lay in a block of the heap in the solution does so here: by
 * memcheck's trace of allocations, where there is one, in a block that is not freed. In
 * the other trials, the address must at least not lie in the program itself. */
static bool is_from_heap(const struct ll_trial *trial, const struct ll_unit *truth,
                         const struct ll_unit *unit, struct ll_buf *out)
{
    bool traced = ll_malloc_trace_find(&trial->trace, unit->number) != NULL;
    for (size_t i = 0; i < truth->count; i++) {
        const struct ll_observation *one = &unit->items[i];
        bool is_of_heap = traced ? one->from_heap : one->value.is_static == 0;
        if (!truth->items[i].from_heap || one->value.address == 0 || is_of_heap)
            continue;
        ll_buf_addf(
            out,
            "%s is not in memory from malloc and its family, where it should be "
            "(%s:%u)",
            truth->items[i].text, ll_path_base(truth->items[i].file), one->value.line);
        return false;
    }
    return true;
}

bool ll_unit_judge(const struct ll_examine_order *order, enum ll_trial_kind kind,
                   const struct ll_trial *trials, const struct ll_unit *truth,
                   bool *ended, struct ll_buf *message)
{
    const struct ll_trial *trial = &trials[kind];
    const struct ll_unit *unit = ll_transcript_find(&trial->units, truth->number);
    if (unit == NULL) {
        *ended = false;
        say_death(order, trials, kind, truth->number, message);
        return false;
    }
    *ended = *ended && unit->end == truth->end;
    enum ll_difference difference = ll_unit_compare(truth, unit, message);
    if (difference == LL_UNIT_BROKE_OFF && kind < LL_TRIAL_BARE &&
        unit->end == LL_UNIT_CUT && fatal_fault(order, trial, truth->number) != NULL)
        return true;
    if (difference == LL_UNIT_BROKE_OFF && message->len == 0)
        say_death(order, trials, kind, truth->number, message);
    if (difference != LL_UNIT_SAME)
        return false;
    /* Python's objects may be made once and shared, wherever a test was. */
    return order->harness->has_interpreter || is_from_heap(trial, truth, unit, message);
}

/* Judge a unit by all trials but the fenced one; the first reason is kept. */
static int judge(const struct ll_examine_order *order, const struct ll_unit *truth,
                 const struct ll_trial *trials, struct ll_unit_outcome *outcome,
                 struct ll_error *err)
{
    struct ll_buf message = LL_BUF_INIT;
    outcome->passed = outcome->ended = true;
    for (int i = 0; i < LL_TRIAL_FENCED; i++) {
        enum ll_trial_kind kind = (enum ll_trial_kind)i;
        struct ll_buf words = LL_BUF_INIT;
        if (ll_trial_covers(kind, truth->number) &&
            !ll_unit_judge(order, kind, trials, truth, &outcome->ended, &words)) {
            if (outcome->passed)
                ll_buf_puts(&message, ll_buf_text(&words));
            outcome->passed = false;
        }
        ll_buf_release(&words);
    }
    if (!outcome->passed)
        outcome->message = ll_buf_take(&message);
    ll_buf_release(&message);
    return !outcome->passed && outcome->message == NULL ? ll_fail_memory(err) : 0;
}

int ll_examine_units(const struct ll_examine_order *order, struct ll_examination *out,
                     struct ll_error *err)
{
    const struct ll_transcript *truths = &order->reference->units;
    out->unit_count = order->reference->last + 1;
    out->units = calloc(out->unit_count, sizeof *out->units);
    if (out->units == NULL)
        return ll_fail_memory(err);
    for (size_t i = 0; i < truths->count; i++) {
        const struct ll_unit *truth = &truths->units[i];
        if (judge(order, truth, out->trials, &out->units[truth->number], err) != 0)
            return -1;
    }
    return 0;
}
