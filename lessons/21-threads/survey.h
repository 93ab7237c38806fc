/* SPDX-License-Identifier: MIT
 *
 * survey.h: swifts are counted on several towers at the same time. Each observer is a
 * thread, and writes a note for each hour.
 */
#ifndef SURVEY_H
#define SURVEY_H

#include <stddef.h>

/* One observer's hour. */
struct note {
    struct note *next;
    int tower, hour, swifts;
};

struct survey {
    struct note *notes; /* of all observers, in no order; the caller frees them */
    size_t count;
};

enum { TOWERS_MOST = 8, HOURS_MOST = 24 };

/* How many swifts are seen from a tower in an hour; below 0: the tower is closed. */
typedef int survey_look(int tower, int hour);

/* Count from the towers 0 to `towers` - 1 at the same time, for `hours` hours each.
 * `look` is called by several threads at once. Returns 0; or -1 when a tower was
 * closed, memory ran out or an observer could not begin: the notes made until then are
 * in the survey all the same. The caller frees it in any case. */
int survey_run(struct survey *survey, int towers, int hours, survey_look *look);

/* The sum of all notes. */
int survey_swifts(const struct survey *survey);

/* Free all notes. */
void survey_free(struct survey *survey);

#endif
