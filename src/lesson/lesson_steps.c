/* SPDX-License-Identifier: MIT
 *
 * lesson_steps: which kinds and tests belong to which step of an exercise. */
#include "lesson/lesson.h"

bool ll_step_has_kind(const struct ll_step *step, enum ll_kind kind)
{
    enum ll_kind own;
    for (unsigned i = 0; i < step->kinds_count; i++)
        if (ll_kind_from_name(step->kinds[i], &own) &&
            (own == kind || (ll_kind_is_leak(own) && ll_kind_is_leak(kind))))
            return true;
    return false;
}

const struct ll_step *ll_exercise_step(const struct ll_exercise *exercise,
                                       enum ll_kind kind)
{
    for (unsigned i = 0; i < exercise->steps_count; i++)
        if (ll_step_has_kind(&exercise->steps[i], kind))
            return &exercise->steps[i];
    return NULL;
}
