/* SPDX-License-Identifier: MIT
 *
 * lists: the options for files that list faults (diag/listed.h): --baseline,
 * --write-baseline and --suppressions.
 *
 * Only commands that judge a user's own programs have them. Lessons and grades are
 * judged whole: nothing that lies in a submission's folder, or in the environment,
 * takes a fault out of them.
 */
#ifndef LL_CLI_LISTS_H
#define LL_CLI_LISTS_H

#include "cli/command.h"

/* What ll_lists_options store; files. NULL: not asked for. */
struct ll_lists_asked {
    const char *baseline, *write, *suppressions;
};
extern const struct ll_option ll_lists_options[];

struct ll_lists {
    struct ll_lists_asked asked;
    struct ll_listed_faults baseline, suppressions;
    size_t unnamed; /* faults that could not be written */
    bool written, whole;
};

/* Read the files. Returns 0, or an exit status: a message was printed. Release `lists`
 * in any case. */
int ll_lists_open(struct ll_lists *lists, const struct ll_lists_asked *asked,
                  const struct ll_command *command);
void ll_lists_release(struct ll_lists *lists);

/* Take the faults out of the result that do not count, or write them down. */
int ll_lists_apply(struct ll_lists *lists, struct ll_result *result,
                   struct ll_error *err) LL_MUST_CHECK;

/* Tell which lines of the files no fault is, and what was written: in a report for
 * people after `out`, else on stderr. */
void ll_lists_tell(const struct ll_lists *lists, const char *format,
                   struct ll_buf *out);

/* The exit status of a command that has judged `result`. */
int ll_lists_exit(const struct ll_lists *lists, const struct ll_result *result);

#endif
