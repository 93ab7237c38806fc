/* SPDX-License-Identifier: MIT
 *
 * roster: the list of a class's learners, a CSV file with the columns `id` and `name`
 * in any order; other columns are ignored.
 */
#ifndef LL_CLASS_ROSTER_H
#define LL_CLASS_ROSTER_H

#include "class/submissions.h"

struct ll_roster {
    char *file;                  /* owned: as it was named */
    struct ll_learner *learners; /* owned: ID and name; ascending by ID */
    size_t count;
};

/* Read the file. A missing column, a row without an ID and an ID that is there twice
 * are input faults. Release `roster` in any case. */
int ll_roster_read(const char *file, struct ll_roster *roster,
                   struct ll_error *err) LL_MUST_CHECK;
void ll_roster_release(struct ll_roster *roster);

/* Give each submission the learner's name. The ID is that of the platform, or else the
 * submission's name. Whose ID is not in the roster, and who has handed nothing in, is
 * added to submissions->remarks. */
int ll_roster_apply(const struct ll_roster *roster, struct ll_submissions *submissions,
                    struct ll_error *err) LL_MUST_CHECK;

#endif
