/* SPDX-License-Identifier: MIT */
#include "tools/mark.h"

#include <stdio.h>
#include <string.h>

#define MARK_MAX ((size_t)4096)

void ll_mark_prepare(const struct ll_tool_run *run, struct ll_strings *env)
{
    ll_strings_addf(env, "LEAKLAB_MARK=%s/mark", run->dir);
}

int ll_mark_read(const char *dir, struct ll_mark *mark, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    *mark = (struct ll_mark){0};
    int result = ll_tool_read(dir, "mark", MARK_MAX, &text, err);
    char how[16] = "";
    int fields = sscanf(ll_buf_text(&text), "started %llu %15s %llu", &mark->pid, how,
                        &mark->allocations);
    mark->started = fields >= 1;
    mark->finished = fields == 3 && strcmp(how, "finished") == 0;
    mark->unchecked = fields == 3 && strcmp(how, "unchecked") == 0;
    ll_buf_release(&text);
    return result < 0 ? -1 : 0;
}

/* Why the run is not complete; NULL: it is. A '$' stands for what was not done. */
static const char *judge(const struct ll_mark *mark, const struct ll_ended *ended,
                         bool checks_leaks, enum ll_complete *complete)
{
    *complete = LL_COMPLETE;
    if (mark->finished || (mark->unchecked && !checks_leaks))
        return NULL;
    *complete = LL_NO_LEAK_CHECK;
    if (mark->unchecked)
        return "the program ended in a signal handler that has a stack of its own: $";
    *complete = LL_REPORT_MISSING;
    if (!mark->started)
        return "the program did not get as far as main";
    switch (ended->how) {
    case LL_END_EXITED:
        *complete = LL_REPLACED;
        return "the program became another one (exec), or ended by a system call of "
               "its own: $";
    case LL_END_SIGNALLED:
        *complete = checks_leaks ? LL_NO_LEAK_CHECK : LL_REPORT_CUT;
        return checks_leaks
                   ? "the program was killed by a signal before its leaks were looked "
                     "for"
                   : "the program was killed by a signal before its end";
    case LL_END_NOT_STARTED:
        return "the program could not be started";
    default:
        *complete = LL_REPORT_CUT;
        return checks_leaks ? "the program was stopped before its leaks were looked for"
                            : "the program was stopped before its end";
    }
}

int ll_mark_judge(const struct ll_mark *mark, const struct ll_ended *ended,
                  bool checks_leaks, struct ll_findings *out, struct ll_error *err)
{
    const char *why = judge(mark, ended, checks_leaks, &out->complete);
    if (why == NULL)
        return 0;
    struct ll_buf note = LL_BUF_INIT;
    size_t length = strcspn(why, "$");
    ll_buf_add(&note, why, length);
    if (why[length] == '$')
        ll_buf_puts(&note, checks_leaks ? "its leaks were not looked for"
                                        : "what followed was not watched");
    out->note = ll_buf_take(&note);
    ll_buf_release(&note);
    return out->note == NULL ? ll_fail_memory(err) : 0;
}
