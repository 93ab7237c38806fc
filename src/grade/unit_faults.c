/* SPDX-License-Identifier: MIT */
#include "grade/unit_faults.h"

#include <string.h>

#include "diag/cause.h"

/* Whether a fault that a test brought to light counts. A failed test may fail to free,
 * and what it did outside the submission's own functions is not the submission's doing.
 */
static bool counts(const struct ll_examine_order *order,
                   const struct ll_examination *examination, const struct ll_diag *diag,
                   long unit)
{
    const char *roots[] = {LL_SUBMISSION_ROOT, order->harness->lesson->folder, NULL};
    if (!ll_kind_is_fault(diag->kind))
        return false;
    if (unit == LL_NO_UNIT || examination->units[unit].passed ||
        !examination->units[unit].ended)
        return true;
    return !ll_kind_is_leak(diag->kind) &&
           ll_frame_is_submissions(ll_stack_own(&diag->at, roots));
}

/* Sort a trial's diagnoses: those of the driver, and those of the tests that count. */
int ll_split_faults(const struct ll_examine_order *order,
                    const struct ll_examination *examination, enum ll_trial_kind kind,
                    struct ll_diags *driver, struct ll_diags *tests,
                    struct ll_error *err)
{
    const struct ll_diags *from = &examination->trials[kind].diags;
    for (size_t i = 0; i < from->count; i++) {
        const struct ll_diag *diag = &from->items[i];
        long unit = ll_unit_of_diag(order, diag);
        bool is_drivers =
            unit == 0 || (unit == LL_NO_UNIT && ll_trial_covers(kind, 0) &&
                          !ll_trial_covers(kind, 1));
        if (!is_drivers && !counts(order, examination, diag, unit))
            continue;
        if (ll_diags_add_copy(is_drivers ? driver : tests, diag, err) != 0)
            return -1;
    }
    return 0;
}

/* Move the faults of one unit to the end of `to`, settled as at home: each test is a
 * process of its own. */
static int settle_unit(const struct ll_examine_order *order, struct ll_diags *tests,
                       long unit, struct ll_diags *to, struct ll_error *err)
{
    const char *roots[] = {LL_SUBMISSION_ROOT, order->harness->lesson->folder, NULL};
    struct ll_diags one = {0};
    int result = 0;
    for (size_t i = 0; i < tests->count && result == 0; i++)
        if (ll_unit_of_diag(order, &tests->items[i]) == unit)
            result = ll_diags_add_copy(&one, &tests->items[i], err);
    if (result == 0 && unit != LL_NO_UNIT)
        result = ll_diags_settle(&one, roots, NULL, err);
    for (size_t i = 0; i < one.count && result == 0; i++)
        result = ll_diags_add_copy(to, &one.items[i], err);
    ll_diags_release(&one);
    return result;
}

/* The same for all tests, and for what is of no unit. */
int ll_settle_tests(const struct ll_examine_order *order, struct ll_diags *tests,
                    struct ll_error *err)
{
    struct ll_diags settled = {0};
    int result = settle_unit(order, tests, LL_NO_UNIT, &settled, err);
    for (long unit = 1; unit <= (long)order->reference->last && result == 0; unit++)
        result = settle_unit(order, tests, unit, &settled, err);
    ll_diags_release(tests);
    *tests = settled;
    return result;
}

/* Whether two frames are the same line of the same function. */
static bool same_frame(const struct ll_frame *a, const struct ll_frame *b)
{
    return a->line == b->line && a->function != NULL && b->function != NULL &&
           strcmp(a->function, b->function) == 0;
}

/* Whether two diagnoses are one fault as far as the submission's own code tells: the
 * same kind at the same lines, whichever test or driver came there. */
static bool same_fault(const struct ll_diag *a, const struct ll_diag *b)
{
    const struct ll_stack *left = ll_diag_key_stack(a), *right = ll_diag_key_stack(b);
    size_t i = 0, k = 0, same = 0;
    if (a->kind != b->kind && !(ll_kind_is_leak(a->kind) && ll_kind_is_leak(b->kind)))
        return false;
    for (;; i++, k++, same++) {
        while (i < left->count && !ll_frame_is_submissions(&left->frames[i]))
            i++;
        while (k < right->count && !ll_frame_is_submissions(&right->frames[k]))
            k++;
        if (i == left->count || k == right->count)
            return same > 0 && i == left->count && k == right->count;
        if (!same_frame(&left->frames[i], &right->frames[k]))
            return false;
    }
}

static const struct ll_frame *innermost(const struct ll_stack *stack)
{
    for (size_t i = 0; i < stack->count; i++)
        if (ll_frame_is_submissions(&stack->frames[i]))
            return &stack->frames[i];
    return NULL;
}

/* Whether an object held blocks that were allocated there. */
static bool holds(const struct ll_diag *reference, const struct ll_frame *made)
{
    for (size_t i = 0; i < reference->held_count; i++) {
        const struct ll_frame *at = innermost(&reference->held[i].allocated);
        if (at != NULL && same_frame(made, at))
            return true;
    }
    return false;
}

/* Whether a leak is told by a lost reference: the object was made, or its count was
 * raised, where the leak's block was allocated; or such an object held the block. */
static bool is_of_reference(const struct ll_diag *leak, const struct ll_diag *reference)
{
    const struct ll_frame *made = innermost(&leak->allocated);
    const struct ll_frame *at = innermost(&reference->at);
    const struct ll_frame *allocated = innermost(&reference->allocated);
    if (reference->kind != LL_LOST_REFERENCE || !ll_kind_is_leak(leak->kind) ||
        made == NULL)
        return false;
    return (leak->kind == LL_INDIRECTLY_LOST && holds(reference, made)) ||
           (at != NULL && same_frame(made, at)) ||
           (allocated != NULL && same_frame(made, allocated));
}

/* The same fault in a list; NULL: it is not there. */
static struct ll_diag *find_same(const struct ll_diags *list,
                                 const struct ll_diag *diag)
{
    for (size_t i = 0; i < list->count; i++)
        if (same_fault(diag, &list->items[i]) || is_of_reference(diag, &list->items[i]))
            return &list->items[i];
    return NULL;
}

/* Another tool may have seen the same fault, and told the values there. */
static int add_witness(struct ll_diag *known, const struct ll_diag *diag,
                       struct ll_error *err)
{
    const struct ll_witness *witness = &diag->witnesses[0];
    if (known->path.count == 0) {
        ll_values_release(&known->values);
        if (!ll_values_copy(&known->values, &diag->values) ||
            !ll_path_copy(&known->path, &diag->path))
            return ll_fail_memory(err);
    }
    if (ll_diag_seen_by(known, witness->tool) ||
        ll_diag_add_witness(known, witness->tool, witness->raw))
        return 0;
    return ll_fail_memory(err);
}

static bool has_reference(const struct ll_diags *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind == LL_LOST_REFERENCE)
            return true;
    return false;
}

/* Whether an indirectly lost block follows from a lost reference: of its unit, lost
 * references tell all blocks to which nothing led. Python may have had the object's own
 * block before, so that no tool tells it. */
static bool is_with_reference(const struct ll_examine_order *order,
                              const struct ll_diags *tests, const struct ll_diag *leak,
                              const struct ll_diags *into)
{
    if (leak->kind != LL_INDIRECTLY_LOST || !has_reference(into))
        return false;
    for (size_t i = 0; i < tests->count; i++) {
        const struct ll_diag *other = &tests->items[i];
        if (other->kind != LL_DEFINITELY_LOST ||
            ll_unit_of_diag(order, other) != ll_unit_of_diag(order, leak))
            continue;
        const struct ll_diag *same = find_same(into, other);
        if (same == NULL || same->kind != LL_LOST_REFERENCE)
            return false;
    }
    return true;
}

/* Add the faults of `tests` that `into` does not have. */
int ll_add_tests(const struct ll_examine_order *order, struct ll_diags *into,
                 const struct ll_diags *tests, struct ll_error *err)
{
    const char *roots[] = {LL_SUBMISSION_ROOT, order->harness->lesson->folder, NULL};
    struct ll_diags fresh = {0};
    int result = 0;
    for (size_t i = 0; i < tests->count && result == 0; i++) {
        const struct ll_diag *diag = &tests->items[i];
        if (find_same(into, diag) != NULL ||
            is_with_reference(order, tests, diag, into))
            continue;
        struct ll_diag *known = find_same(&fresh, diag);
        result = known != NULL ? add_witness(known, diag, err)
                               : ll_diags_add_copy(&fresh, diag, err);
    }
    if (result == 0)
        result = ll_diags_merge(into, &fresh, roots, err);
    ll_diags_release(&fresh);
    return result;
}
