/* SPDX-License-Identifier: MIT
 *
 * mark: the file in the run's folder by which runtime/finish.c says that the program
 * reached its end.
 *
 * A run without a report is clean only with this mark. memcheck's report has an end of
 * its own and needs no mark.
 */
#ifndef LL_TOOLS_MARK_H
#define LL_TOOLS_MARK_H

#include "tools/tool.h"

struct ll_mark {
    bool started;   /* main was about to begin */
    bool finished;  /* the program ended, and its leaks were checked if the tool does so
                     */
    bool unchecked; /* it ended, but without the leak check */
    unsigned long long pid;         /* of the program's first process */
    unsigned long long allocations; /* 0: unknown */
};

/* Append the variable that tells finish.c where to put the mark. */
void ll_mark_prepare(const struct ll_tool_run *run, struct ll_strings *env);

/* Read the mark. A mark that is missing or cannot be read leaves all members false. */
int ll_mark_read(const char *dir, struct ll_mark *mark,
                 struct ll_error *err) LL_MUST_CHECK;

/* For a tool whose reports do not say whether the program ended: set `out->complete`,
 * and `out->note` when it is not LL_COMPLETE. `checks_leaks`: the tool looks for leaks
 * at the end. */
int ll_mark_judge(const struct ll_mark *mark, const struct ll_ended *ended,
                  bool checks_leaks, struct ll_findings *out,
                  struct ll_error *err) LL_MUST_CHECK;

#endif
