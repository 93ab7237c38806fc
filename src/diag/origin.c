/* SPDX-License-Identifier: MIT */
#include "diag/origin.h"

static bool lacks_place(const struct ll_diag *diag, const char *const *roots)
{
    return ll_stack_own(&diag->at, roots) == NULL;
}

bool ll_origin_is_missing(const struct ll_diag *diag, const char *const *roots)
{
    bool known =
        diag->variable != NULL || ll_stack_own(&diag->allocated, roots) != NULL;
    return diag->kind == LL_UNINITIALISED && (!known || lacks_place(diag, roots));
}

/* The fault in a list that `found` is about, or NULL. An unset argument is seen where
 * it is passed on, or where the function that was called uses it. What main returns,
 * and what is written out when the program ends, is used in the C library, where no
 * line is known: one such fault may be what `found` saw where the value was handed
 * over. */
static struct ll_diag *find_unset(struct ll_diags *known, const struct ll_diag *found,
                                  const char *const *roots)
{
    struct ll_diag *placeless = NULL;
    for (size_t i = 0; i < known->count; i++) {
        struct ll_diag *diag = &known->items[i];
        if (diag->kind != LL_UNINITIALISED)
            continue;
        if (ll_diag_is_same(diag, found, roots) ||
            ll_stack_is_called_from(&diag->at, &found->at, roots))
            return diag;
        if (placeless == NULL && lacks_place(diag, roots))
            placeless = diag;
    }
    return placeless;
}

/* Give `diag` the place that `found` knows. False when memory ran out. */
static bool take_place(struct ll_diag *diag, const struct ll_diag *found,
                       const char *const *roots)
{
    struct ll_stack place = {0};
    if (!lacks_place(diag, roots))
        return true;
    if (!ll_stack_copy(&place, &found->at))
        return false;
    ll_stack_release(&diag->at);
    ll_stack_release(&diag->allocated); /* the C library's buffer */
    diag->at = place;
    diag->place = found->place;
    return true;
}

/* Give the place that `found` knows to the same fault of each list. False: no list has
 * it. Sets `*good` to false when memory ran out. */
static bool give_place(struct ll_diags *const *known, size_t count,
                       const struct ll_diag *found, const char *const *roots,
                       bool *good)
{
    bool is_known = false;
    for (size_t i = 0; i < count && *good; i++) {
        struct ll_diag *diag = find_unset(known[i], found, roots);
        if (diag == NULL)
            continue;
        is_known = true;
        *good = take_place(diag, found, roots);
    }
    return is_known;
}

bool ll_origins_keep(struct ll_diags *found, struct ll_diags *const *known,
                     size_t count, const char *const *roots)
{
    size_t kept = 0;
    bool good = true;
    for (size_t i = 0; i < found->count; i++) {
        struct ll_diag *diag = &found->items[i];
        if (good && diag->kind == LL_UNINITIALISED &&
            give_place(known, count, diag, roots, &good))
            found->items[kept++] = *diag;
        else
            ll_diag_release(diag);
    }
    found->count = kept;
    return good;
}
