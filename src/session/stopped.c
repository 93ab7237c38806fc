/* SPDX-License-Identifier: MIT */
#include "session/stopped.h"

#include <string.h>

#include "runtime/stops.h"
#include "session/differ.h"
#include "session/second_judge.h"

bool ll_stopped_is_asked(const struct ll_subject *subject, const struct ll_run *run)
{
    return LL_STOPS_WORK && run->tool->role == LL_TOOL_RACES && ll_run_is_whole(run) &&
           subject->prints != NULL && run->output != NULL &&
           strcmp(run->output, subject->prints) == 0 &&
           !ll_second_judge_has_race(&run->diags);
}

int ll_stopped_judge(struct ll_diags *diags, const char *printed, const char *wanted,
                     bool whole, struct ll_error *err)
{
    struct ll_buf what = LL_BUF_INIT;
    bool same = strcmp(printed, wanted) == 0;
    if (whole && same)
        return 0;
    ll_buf_puts(&what, "when its threads are stopped at other moments, ");
    if (!same) {
        ll_differ_say(printed, wanted, &what);
        ll_buf_puts(&what, ": two of them used the same memory at the same time");
    } else {
        ll_buf_puts(&what, "it does not run to its end");
    }
    const char *witness = ll_tool_for(LL_TOOL_BARE)->name;
    return ll_diags_add_words(diags, &what, NULL, witness, err) == 0 ? 1 : -1;
}
