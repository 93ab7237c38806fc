/* SPDX-License-Identifier: MIT */
#include "grade/sweeps.h"

enum { PROGRAM, TESTS };

/* libpython allocates for itself, as often as it likes. The driver's allocation
 * that the lesson makes fail does not fail in a sweep: the driver goes another way. */
void ll_unswept_fill(const struct ll_harness *harness,
                     const struct ll_reference *reference,
                     const struct ll_examination *examination,
                     struct ll_unswept *unswept)
{
    const struct ll_malloc_trace *trace = &examination->trials[LL_TRIAL_MEMCHECK].trace;
    *unswept = (struct ll_unswept){
        .frees_all = ll_lesson_reachable(harness->lesson, harness->exercise) ==
                     LL_REACHABLE_FAULT};
    for (size_t i = 0; i < trace->count; i++)
        unswept->allocations[trace->items[i].unit > 0 ? TESTS : PROGRAM] +=
            trace->items[i].allocations;
    if (harness->lesson->manifest->fail != NULL)
        unswept->allocations[PROGRAM] = 0;
    for (size_t i = 0; i < reference->trace.count; i++)
        unswept->frees_all = unswept->frees_all && reference->trace.items[i].all == 0;
    if (harness->lesson->manifest->python)
        *unswept = (struct ll_unswept){0};
}

/* Whether allocations were left out because the time was over, and none was a fault. */
static bool ran_late(const struct ll_judgement *judgement)
{
    const struct ll_sweep *sweeps = judgement->sweeps;
    return (sweeps[0].late || sweeps[1].late) && ll_sweep_faults(&sweeps[0]) == 0 &&
           ll_sweep_faults(&sweeps[1]) == 0;
}

int ll_grade_sweeps(struct ll_lesson_copy *copy, struct ll_judgement *judgement,
                    double *seconds, struct ll_error *err)
{
    int result = 0;
    for (int turn = 0; turn < 2 && result == 0; turn++) {
        for (size_t i = 0; i < 2 && turn > 0; i++)
            ll_sweep_release(&judgement->sweeps[i]);
        result = ll_judge_sweeps(&copy->session, copy->one,
                                 turn == 0 ? LL_SWEEP_SECONDS : 2 * LL_SWEEP_SECONDS,
                                 judgement->sweeps, err);
        for (size_t i = 0; i < 2; i++)
            *seconds += judgement->sweeps[i].seconds;
        if (!ran_late(judgement))
            break;
    }
    return result;
}

/* A sweep that starts the program again for each failure counts no more precisely than
 * its threads do. */
const char *ll_grade_sweeps_differ(const struct ll_unswept *unswept,
                                   const struct ll_judgement *judgement)
{
    for (size_t i = 0; i < 2; i++) {
        const struct ll_sweep *sweep = &judgement->sweeps[i];
        if (sweep->base.subject == NULL || sweep->unfit != NULL ||
            !ll_sweep_base_ended(sweep))
            continue;
        if (unswept->frees_all && sweep->kept > 0)
            return "where allocations are made to fail, it keeps memory also when none "
                   "does: otherwise it keeps none";
        if (sweep->fewest < unswept->allocations[i])
            return "where allocations are made to fail, it asks for memory less often, "
                   "also when none does: otherwise it asks more often";
    }
    return NULL;
}
