/* SPDX-License-Identifier: MIT */
#include "sweep/cause.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "sweep/asked.h"

enum { OWN_MOST = 64 };

/* ---- the same faults ------------------------------------------------------------- */

static bool same_line(const struct ll_frame *x, const struct ll_frame *y)
{
    return x == y || ll_frames_same_line(x, y);
}

static bool same_place(const struct ll_stack *a, const struct ll_stack *b,
                       const char *const *roots)
{
    return same_line(ll_stack_own(a, roots), ll_stack_own(b, roots));
}

static bool same_fault(const struct ll_diag *a, const struct ll_diag *b,
                       const char *const *roots)
{
    return a->kind == b->kind && same_place(&a->at, &b->at, roots) &&
           same_place(&a->allocated, &b->allocated, roots);
}

static bool is_follower(const struct ll_diag *diag)
{
    return diag->kind == LL_INDIRECTLY_LOST;
}

/* Whether each fault of `a` is also one of `b`. Indirectly lost blocks do not count. */
static bool is_within(const struct ll_diags *a, const struct ll_diags *b,
                      const char *const *roots)
{
    for (size_t i = 0; i < a->count; i++) {
        bool found = is_follower(&a->items[i]);
        for (size_t j = 0; j < b->count && !found; j++)
            found = same_fault(&a->items[i], &b->items[j], roots);
        if (!found)
            return false;
    }
    return true;
}

/* Where no line is known, the function counts. */
static bool same_function(const struct ll_stack *a, const struct ll_stack *b)
{
    return a->count == 0 || b->count == 0
               ? a->count == b->count
               : ll_same_text(a->frames[0].function, b->frames[0].function);
}

static bool same_site(const struct ll_attempt *a, const struct ll_attempt *b,
                      const char *const *roots)
{
    return same_place(&a->site, &b->site, roots) &&
           (ll_stack_own(&a->site, roots) != NULL || same_function(&a->site, &b->site));
}

static bool same_faults(const struct ll_attempt *a, const struct ll_attempt *b,
                        const char *const *roots)
{
    const struct ll_diags *x = &a->result.diags, *y = &b->result.diags;
    if (a->outcome != b->outcome || (x->count == 0) != (y->count == 0))
        return false;
    if (x->count == 0) /* only the place of the failure distinguishes them */
        return same_site(a, b, roots);
    return is_within(x, y, roots) && is_within(y, x, roots);
}

/* ---- who asked ------------------------------------------------------------------- */

/* The next frame outwards of the reader's own code; NULL: there is none. */
static const struct ll_frame *next_own(const struct ll_stack *stack,
                                       const struct ll_frame *frame,
                                       const char *const *roots)
{
    size_t at = frame == NULL ? 0 : (size_t)(frame - stack->frames) + 1;
    struct ll_stack outer = {stack->frames + at, stack->count - at};
    return ll_stack_own(&outer, roots);
}

/* The frame of `site` whose function was also running when `other` happened: the
 * innermost one that both came from. */
static const struct ll_frame *common_frame(const struct ll_stack *site,
                                           const struct ll_stack *other,
                                           const char *const *roots)
{
    const struct ll_frame *ours[OWN_MOST], *theirs[OWN_MOST], *common = NULL;
    size_t m = ll_stack_owns(site, roots, ours, OWN_MOST);
    size_t n = ll_stack_owns(other, roots, theirs, OWN_MOST);
    while (m > 0 && n > 0) {
        const struct ll_frame *a = ours[--m], *b = theirs[--n];
        if (!ll_same_text(a->function, b->function))
            break;
        common = a;
        if (!same_line(a, b))
            break;
    }
    return common;
}

/* Where the fault of an attempt happened; for a leak, where its block came from. */
static const struct ll_stack *fault_stack(const struct ll_attempt *attempt)
{
    const struct ll_diag *diag = &attempt->result.diags.items[0];
    return ll_diag_key_stack(diag);
}

static bool is_at_null(const struct ll_attempt *attempt)
{
    for (size_t i = 0; i < attempt->result.diags.count; i++)
        if (attempt->result.diags.items[i].place.is_null)
            return true;
    return false;
}

/* Go outwards while a function hands on what it got. Where one has checked it, what
 * that one returned is the result that counts from there on. */
static void find_unchecked(struct ll_attempt *attempt, const struct ll_frame *common,
                           const char *const *roots)
{
    const struct ll_frame *frame = ll_stack_own(&attempt->site, roots);
    const char *callee =
        attempt->through != NULL ? attempt->through : attempt->function;
    attempt->asked = attempt->source = frame;
    while (frame != NULL) {
        enum ll_use use = ll_asked_use(frame, callee);
        attempt->unchecked = use == LL_USE_UNCHECKED || use == LL_USE_HANDED_ON;
        attempt->asked = frame;
        if (frame == common || (use != LL_USE_HANDED_ON && use != LL_USE_REPORTED))
            break;
        callee = frame->function;
        frame = next_own(&attempt->site, frame, roots);
        if (use == LL_USE_REPORTED && frame != NULL)
            attempt->source = frame;
    }
}

static void find_asked(struct ll_attempt *attempt, const char *const *roots)
{
    const struct ll_stack *fault =
        attempt->result.diags.count > 0 ? fault_stack(attempt) : NULL;
    const struct ll_frame *common =
        fault == NULL ? NULL : common_frame(&attempt->site, fault, roots);
    if (attempt->outcome == LL_CRASHED && is_at_null(attempt)) {
        find_unchecked(attempt, common, roots);
        return;
    }
    attempt->asked = common != NULL ? common : ll_stack_own(&attempt->site, roots);
    attempt->source = attempt->asked;
}

/* Whether the same line asked, for what came from the same line. */
static bool same_asked(const struct ll_attempt *a, const struct ll_attempt *b)
{
    const struct ll_frame *x = a->source, *y = b->source;
    for (; x != NULL && y != NULL && x <= a->asked && y <= b->asked; x++, y++)
        if (!same_line(x, y))
            return false;
    return a->asked == NULL || b->asked == NULL
               ? a->asked == b->asked && same_function(&a->site, &b->site)
               : (x > a->asked) == (y > b->asked) && same_line(a->asked, b->asked);
}

/* ---- groups ---------------------------------------------------------------------- */

/* Whether two single failures have one cause. */
static bool same_cause(const struct ll_attempt *a, const struct ll_attempt *b,
                       const char *const *roots)
{
    if (a->outcome != b->outcome)
        return false;
    if (!ll_outcome_is_fault(a->outcome) || a->result.diags.count == 0)
        return same_faults(a, b, roots);
    if (a->unchecked && b->unchecked)
        return same_asked(a, b);
    if (!same_faults(a, b, roots))
        return false;
    bool one_line = a->outcome != LL_LEAKED && !a->unchecked && !b->unchecked &&
                    same_site(a, b, roots);
    return one_line || same_asked(a, b);
}

/* Whether the first faults happened at the end of the same calls. */
static bool same_calls(const struct ll_attempt *a, const struct ll_attempt *b,
                       const char *const *roots)
{
    if (a->result.diags.count == 0 || b->result.diags.count == 0)
        return true;
    const struct ll_frame *x[OWN_MOST], *y[OWN_MOST];
    size_t count = ll_stack_owns(fault_stack(a), roots, x, OWN_MOST);
    bool same = ll_stack_owns(fault_stack(b), roots, y, OWN_MOST) == count;
    for (size_t i = 0; i < count && same; i++)
        same = same_line(x[i], y[i]);
    return same;
}

/* Find the single failure that has the faults of attempt `i`, of an allocation and all
 * after it: one that is among those, with the same calls if there is one. `i`: none. */
static size_t find_single(const struct ll_sweep *sweep, size_t i,
                          const char *const *roots)
{
    const struct ll_attempt *all = &sweep->attempts[i];
    size_t found = i, best = 0;
    for (size_t j = 0; j < sweep->count && best < 4; j++) {
        const struct ll_attempt *one = &sweep->attempts[j];
        if (one->with_all || !same_faults(one, all, roots))
            continue;
        size_t fit =
            1 + (one->number >= all->number) * 1u + same_calls(one, all, roots) * 2u;
        found = fit > best ? j : found;
        best = fit > best ? fit : best;
    }
    return found;
}

/* Of an allocation and all after it, the last one that leads to the fault stands for
 * the cause: the fewest allocations fail. */
static void group_the_rest(struct ll_sweep *sweep, const char *const *roots)
{
    struct ll_attempt *attempts = sweep->attempts;
    for (size_t i = sweep->count; i-- > 0;) {
        if (!attempts[i].with_all)
            continue;
        size_t single = find_single(sweep, i, roots);
        attempts[i].same_as = single != i ? attempts[single].same_as : i;
        for (size_t j = sweep->count; j-- > i + 1 && attempts[i].same_as == i;)
            if (attempts[j].with_all && attempts[j].same_as == j &&
                same_faults(&attempts[j], &attempts[i], roots))
                attempts[i].same_as = j;
    }
}

void ll_causes_find(struct ll_sweep *sweep, const char *const *roots)
{
    for (size_t i = 0; i < sweep->count; i++) {
        struct ll_attempt *attempt = &sweep->attempts[i];
        attempt->same_as = i;
        if (ll_outcome_is_fault(attempt->outcome))
            find_asked(attempt, roots);
        for (size_t j = 0; j < i && !attempt->with_all && attempt->same_as == i; j++)
            if (!sweep->attempts[j].with_all && sweep->attempts[j].same_as == j &&
                same_cause(&sweep->attempts[j], attempt, roots))
                attempt->same_as = j;
    }
    group_the_rest(sweep, roots);
}

static bool lost_at_one_line(const struct ll_attempt *a, const struct ll_attempt *b,
                             const char *const *roots)
{
    const struct ll_frame *x = ll_stack_own(&a->result.diags.items[0].lost, roots);
    const struct ll_frame *y = ll_stack_own(&b->result.diags.items[0].lost, roots);
    return x != NULL && y != NULL && same_line(x, y);
}

bool ll_causes_alike(const struct ll_attempt *a, const struct ll_attempt *b,
                     const char *const *roots)
{
    if (a->outcome != b->outcome || a->asked == NULL || b->asked == NULL ||
        !same_line(a->asked, b->asked))
        return false;
    return a->outcome != LL_LEAKED ||
           (a->result.diags.count > 0 && b->result.diags.count > 0 &&
            same_place(fault_stack(a), fault_stack(b), roots));
}

void ll_causes_join(struct ll_sweep *sweep, const char *const *roots)
{
    struct ll_attempt *attempts = sweep->attempts;
    for (size_t i = 0; i < sweep->count; i++) {
        if (attempts[i].same_as != i || attempts[i].outcome != LL_LEAKED)
            continue;
        for (size_t j = i + 1; j < sweep->count; j++)
            if (attempts[j].same_as == j &&
                same_faults(&attempts[i], &attempts[j], roots) &&
                lost_at_one_line(&attempts[i], &attempts[j], roots))
                for (size_t k = 0; k < sweep->count; k++)
                    if (attempts[k].same_as == j)
                        attempts[k].same_as = i;
    }
}
