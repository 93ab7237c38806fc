/* SPDX-License-Identifier: MIT
 *
 * cause_parts: what several rules of cause.c ask. */
#include "diag/cause_rules.h"

const struct ll_frame *ll_own_key(const struct ll_diag *diag, const char *const *roots)
{
    return ll_stack_own(ll_diag_key_stack(diag), roots);
}

bool ll_same_own_line(const struct ll_cause_pair *pair)
{
    return ll_frames_same_line(ll_own_key(pair->cause, pair->roots),
                               ll_own_key(pair->sequel, pair->roots));
}

bool ll_share_tool(const struct ll_diag *a, const struct ll_diag *b)
{
    for (size_t i = 0; i < a->witness_count; i++)
        if (!a->witnesses[i].of_sequel && ll_diag_seen_by(b, a->witnesses[i].tool))
            return true;
    return false;
}

bool ll_is_in_own_code(const struct ll_diag *diag, const char *const *roots)
{
    return diag->at.count > 0 && ll_stack_own(&diag->at, roots) == diag->at.frames;
}
