/* SPDX-License-Identifier: MIT
 *
 * mark: what runtime/finish.c left in the run's folder: did the program reach its end?
 *
 * Only there silence is clean. A tool whose report tells of that by itself (memcheck's
 * does) has no need of the mark.
 */
#ifndef LL_TOOLS_MARK_H
#define LL_TOOLS_MARK_H

#include "tools/tool.h"

struct ll_mark {
    bool started;   /* main was about to begin, */
    bool finished;  /* the end was reached, after a leak check where there is one, */
    bool unchecked; /* or reached without it */
    unsigned long long pid;         /* of the program's first process */
    unsigned long long allocations; /* 0: nobody counted */
};

/* Append the variable that tells finish.c where to put the mark. */
void ll_mark_prepare(const struct ll_tool_run *run, struct ll_strings *env);

/* What is missing or cannot be read is false. */
int ll_mark_read(const char *dir, struct ll_mark *mark,
                 struct ll_error *err) LL_MUST_CHECK;

/* Of a run whose reports do not tell of its end: fill `complete`, and `note` where it
 * is not. `checks_leaks`: the tool looks for leaks at the end. */
int ll_mark_judge(const struct ll_mark *mark, const struct ll_ended *ended,
                  bool checks_leaks, struct ll_findings *out,
                  struct ll_error *err) LL_MUST_CHECK;

#endif
