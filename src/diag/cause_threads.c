/* SPDX-License-Identifier: MIT
 *
 * cause_threads: the rules about threads, and what they say. */
#include "base/path.h"
#include "base/text.h"
#include "diag/cause_rules.h"

bool ll_is_more_threads(const struct ll_cause_pair *pair)
{
    return pair->in_order && pair->cause->kind == LL_THREAD_LEAK &&
           pair->sequel->kind == LL_THREAD_LEAK && ll_same_own_line(pair);
}

bool ll_is_race_again(const struct ll_cause_pair *pair)
{
    return pair->in_order &&
           ll_diag_same_memory(pair->cause, pair->sequel, pair->roots);
}

bool ll_is_error_of_misuse(const struct ll_cause_pair *pair)
{
    return pair->cause->kind == LL_LOCK_MISUSE &&
           pair->sequel->kind == LL_LOCK_MISUSE &&
           pair->cause->misuse != LL_MISUSE_CALL &&
           pair->sequel->misuse == LL_MISUSE_CALL && ll_same_own_line(pair);
}

void ll_say_sequel_elsewhere(const struct ll_cause_pair *pair, struct ll_buf *out)
{
    const struct ll_frame *own = ll_own_key(pair->sequel, pair->roots);
    if (own == NULL || ll_same_own_line(pair) ||
        ll_frames_same_line(ll_stack_own(&pair->cause->other, pair->roots), own))
        return;
    ll_buf_addf(out, "The same holds for its use at %s:%u.", ll_path_base(own->file),
                own->line);
}
