/* SPDX-License-Identifier: MIT
 *
 * children: the processes that the sweep forks at an allocation, one for each way in
 * which it fails. Their ends are written to the log. */
#ifndef LL_RUNTIME_SWEPT_CHILDREN_H
#define LL_RUNTIME_SWEPT_CHILDREN_H

#include <stdbool.h>

enum ll_forked {
    LL_FORKED_PARENT,
    LL_FORKED_ALONE,    /* a child, in which this allocation fails */
    LL_FORKED_WITH_ALL, /* a child, in which this one and all that follow fail */
};

/* Prepare for children that may each run for `seconds`. */
void ll_children_init(double seconds);

/* From now on stop the program itself, by SIGTERM, when it has taken the time of a
 * child without them; or no longer. */
void ll_children_time(bool on);

/* Why a child would disturb the program, as the log has it: "threads"; NULL: it would
 * not, and the program's files are kept. */
const char *ll_children_find_unfit(void);

/* Fork both children at allocation `number` and wait for their ends. Returns in each of
 * them, and in the parent when both have ended. */
enum ll_forked ll_children_fork(unsigned long number);

/* In the first child: it asks for another allocation after the one that failed. The
 * second child would then go another way; else there is no need for it. */
void ll_children_asked_on(void);

/* Whether this fork is the sweep's. For the functions that run at a fork. */
bool ll_children_are_forking(void);

#endif
