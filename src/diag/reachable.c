/* SPDX-License-Identifier: MIT */
#include "diag/reachable.h"

#include <string.h>

/* Of a hundred times the input, a limit that is reached, or longer names, make some
 * more; growth makes many times as much. */
enum { GROWN = 2 };

bool ll_reachable_from_name(const char *name, enum ll_reachable *reachable)
{
    static const char *const names[] = {[LL_REACHABLE_NOTE] = "note",
                                        [LL_REACHABLE_FAULT] = "fault",
                                        [LL_REACHABLE_GROWS] = "grows"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) {
            *reachable = (enum ll_reachable)i;
            return true;
        }
    return false;
}

static bool was_killed(const struct ll_diags *diags)
{
    for (size_t i = 0; i < diags->count; i++)
        if (diags->items[i].kind == LL_CRASH || diags->items[i].signal != 0)
            return true;
    return false;
}

static bool same_place(const struct ll_diag *a, const struct ll_diag *b,
                       const char *const *roots)
{
    return a->kind == b->kind &&
           ll_stacks_same_own(ll_diag_key_stack(a), ll_diag_key_stack(b), roots);
}

static bool has(const struct ll_diags *list, const struct ll_diag *diag,
                const char *const *roots)
{
    for (size_t i = 0; i < list->count; i++)
        if (same_place(&list->items[i], diag, roots))
            return true;
    return false;
}

struct amount {
    unsigned long long bytes, blocks;
};

/* How much of `list` is from the place of `diag`. */
static struct amount amount_of(const struct ll_diags *list, const struct ll_diag *diag,
                               const char *const *roots)
{
    struct amount amount = {0};
    for (size_t i = 0; i < list->count; i++)
        if (same_place(&list->items[i], diag, roots)) {
            amount.bytes += list->items[i].bytes;
            amount.blocks += list->items[i].blocks;
        }
    return amount;
}

static void remove_all(struct ll_diags *list, const struct ll_diag *diag,
                       const char *const *roots)
{
    for (size_t i = list->count; i-- > 0;)
        if (same_place(&list->items[i], diag, roots))
            ll_diags_remove(list, i);
}

/* Put what grew at the place of `diag`, a block of the run with more input, in place of
 * what the other run kept there. */
static int add_growth(struct ll_diags *diags, const struct ll_diags *more,
                      const struct ll_diag *diag, const char *const *roots,
                      struct ll_error *err)
{
    const struct amount fewer = amount_of(diags, diag, roots);
    const struct amount all = amount_of(more, diag, roots);
    struct ll_diag kept = {.kind = LL_KEPT_TOO_LONG, .allocated = diag->allocated};
    if (all.bytes < GROWN * fewer.bytes || has(diags, &kept, roots))
        return 0;
    remove_all(diags, diag, roots);
    if (ll_diags_add_copy(diags, diag, err) != 0)
        return -1;
    struct ll_diag *added = &diags->items[diags->count - 1];
    added->kind = LL_KEPT_TOO_LONG;
    added->grows = true;
    added->bytes = all.bytes;
    added->blocks = all.blocks;
    added->fewer_bytes = fewer.bytes;
    added->fewer_blocks = fewer.blocks;
    return 0;
}

static int compare(struct ll_diags *diags, const struct ll_diags *more,
                   const char *const *roots, struct ll_error *err)
{
    bool killed = was_killed(diags) || was_killed(more);
    int result = 0;
    for (size_t i = 0; i < more->count && result == 0; i++) {
        const struct ll_diag *diag = &more->items[i];
        if (diag->kind != LL_STILL_REACHABLE)
            result = has(diags, diag, roots) ? 0 : ll_diags_add_copy(diags, diag, err);
        else if (!killed)
            result = add_growth(diags, more, diag, roots, err);
    }
    return result;
}

int ll_diags_judge_reachable(struct ll_diags *diags, enum ll_reachable reachable,
                             const struct ll_diags *more, const char *const *roots,
                             struct ll_error *err)
{
    if (reachable == LL_REACHABLE_GROWS)
        return compare(diags, more, roots, err);
    bool faults = reachable == LL_REACHABLE_FAULT && !was_killed(diags);
    for (size_t i = 0; i < diags->count && faults; i++)
        if (diags->items[i].kind == LL_STILL_REACHABLE)
            diags->items[i].kind = LL_KEPT_TOO_LONG;
    return 0;
}
