/* SPDX-License-Identifier: MIT */
#include "diag/returns.h"

#include "base/text.h"
#include "diag/source.h"

/* Whether the line of the statement that left the function was settled. */
static bool settle_return(struct ll_diag *diag)
{
    struct ll_buf line = LL_BUF_INIT;
    if (diag->return_line == 0 || diag->lost.count == 0)
        return false;
    struct ll_frame at = diag->lost.frames[0];
    at.line = diag->return_line;
    bool known = ll_source_line(&at, &line);
    if (known) {
        if (ll_source_returns(ll_buf_text(&line), 1))
            diag->lost.frames[0].line = diag->return_line;
        diag->return_line = 0;
    }
    ll_buf_release(&line);
    return known;
}

static bool same_place(const struct ll_diag *a, const struct ll_diag *b,
                       const char *const *roots)
{
    return a->kind == b->kind && a->how == b->how && a->return_line == 0 &&
           b->return_line == 0 && a->ring_blocks == b->ring_blocks &&
           a->ring_bytes == b->ring_bytes && ll_same_text(a->variable, b->variable) &&
           ll_stacks_same_own(&a->allocated, &b->allocated, roots) &&
           ll_stack_own(&a->lost, roots) != NULL &&
           ll_stacks_same_own(&a->lost, &b->lost, roots);
}

static bool join(struct ll_diags *list, size_t index, size_t into)
{
    struct ll_diag *diag = &list->items[index], *same = &list->items[into];
    if (!ll_diag_take_witnesses(same, diag))
        return false;
    same->bytes += diag->bytes;
    same->blocks += diag->blocks;
    ll_diags_remove(list, index);
    return true;
}

bool ll_diags_settle_returns(struct ll_diags *list, const char *const *roots)
{
    bool any = false;
    for (size_t i = 0; i < list->count; i++)
        any |= settle_return(&list->items[i]);
    for (size_t i = 0; any && i < list->count;) {
        size_t like = 0;
        while (like < i && !same_place(&list->items[like], &list->items[i], roots))
            like++;
        if (like == i)
            i++;
        else if (!join(list, i, like))
            return false;
    }
    return true;
}
