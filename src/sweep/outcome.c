/* SPDX-License-Identifier: MIT
 *
 * outcome: what became of one failure, in words. */
#include "sweep/sweep.h"

static const char *const names[LL_OUTCOME_COUNT] = {
    [LL_WENT_ON] = "went-on",         [LL_GAVE_UP] = "gave-up",
    [LL_TEST_FAILED] = "test-failed", [LL_ABORTED] = "aborted",
    [LL_UNJUDGED] = "unjudged",       [LL_QUIT] = "quit",
    [LL_LEAKED] = "leaked",           [LL_NO_END] = "no-end",
    [LL_CORRUPTED] = "corrupted",     [LL_CRASHED] = "crashed",
};

const char *ll_outcome_name(enum ll_outcome outcome)
{
    return names[outcome];
}

bool ll_outcome_is_fault(enum ll_outcome outcome)
{
    return outcome >= LL_QUIT;
}
