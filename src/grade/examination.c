/* SPDX-License-Identifier: MIT */
#include "grade/examination.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "session/session.h"

double ll_examine_time_left(const struct ll_examine_order *order, double used)
{
    double most = order->limits.wall_seconds;
    if (order->harness->has_interpreter)
        most += LL_INTERPRETER_WALL_SECONDS;
    most *= LL_EXAMINE_TIMES;
    return most <= 0 ? 0 : used < most ? most - used : 1e-3;
}

bool ll_trial_covers(enum ll_trial_kind kind, uint32_t unit)
{
    return kind == LL_TRIAL_ASAN ? unit == 0 : kind != LL_TRIAL_ASAN_TESTS || unit > 0;
}

long ll_unit_of_function(const struct ll_reference *reference, const char *function)
{
    size_t length = strlen(function);
    if (length < 3 || strcmp(function + length - 3, "_fn") != 0)
        return LL_NO_UNIT;
    for (size_t i = 0; i < reference->units.count; i++) {
        const struct ll_unit *unit = &reference->units.units[i];
        if (strlen(unit->name) == length - 3 &&
            strncmp(unit->name, function, length - 3) == 0)
            return (long)unit->number;
    }
    return LL_NO_UNIT;
}

/* Whether the frame is the main function of the lesson's driver. That of a script is
 * our runtime's, without a file. */
static bool is_drivers_main(const struct ll_harness *harness,
                            const struct ll_frame *frame)
{
    const struct ll_exercise *exercise = harness->exercise;
    if (strcmp(frame->function, "main") != 0)
        return false;
    if (frame->file == NULL)
        return harness->has_interpreter;
    for (unsigned i = 0; i < exercise->files_count; i++)
        if (strcmp(ll_path_base(frame->file), exercise->files[i]) == 0)
            return true;
    return false;
}

long ll_unit_of_diag(const struct ll_examine_order *order, const struct ll_diag *diag)
{
    const struct ll_stack *stack = ll_diag_key_stack(diag);
    for (size_t i = 0; i < stack->count; i++) {
        const struct ll_frame *frame = &stack->frames[i];
        if (frame->function == NULL)
            continue;
        long unit = ll_unit_of_function(order->reference, frame->function);
        if (unit != LL_NO_UNIT)
            return unit;
        if (is_drivers_main(order->harness, frame))
            return 0;
    }
    return LL_NO_UNIT;
}

bool ll_frame_is_submissions(const struct ll_frame *frame)
{
    return frame != NULL && frame->file != NULL &&
           ll_path_below(frame->file, LL_SUBMISSION_ROOT);
}

size_t ll_reported_blocks(const struct ll_diags *diags)
{
    size_t blocks = 0;
    for (size_t i = 0; i < diags->count; i++) {
        const struct ll_diag *diag = &diags->items[i];
        bool own = false;
        for (size_t k = 0; k < diag->allocated.count && !own; k++)
            own = ll_frame_is_submissions(&diag->allocated.frames[k]);
        if (own && ll_kind_is_leak(diag->kind) && diag->kind != LL_DESCRIPTOR_LEAK)
            blocks += diag->blocks;
    }
    return blocks;
}

void ll_examination_release(struct ll_examination *examination)
{
    for (int kind = 0; kind < LL_TRIAL_COUNT; kind++)
        ll_trial_release(&examination->trials[kind]);
    for (uint32_t i = 0; i < examination->unit_count && examination->units != NULL; i++)
        free(examination->units[i].message);
    free(examination->units);
    free(examination->printed);
    free(examination->tampered);
    free(examination->broken);
    ll_diags_release(&examination->diags);
    *examination = (struct ll_examination){0};
}
