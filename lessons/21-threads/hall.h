/* SPDX-License-Identifier: MIT
 *
 * hall.h: on the evening of a vote the ballots are counted at several tables at once.
 * Each table is a thread. It takes a sheet to count on; the hall keeps sheets that are
 * not in use, for the next count.
 */
#ifndef HALL_H
#define HALL_H

#include <stddef.h>

struct hall;

struct result {
    size_t yes, no, void_ones;
    const char
        *strange; /* the first void ballot, in small letters; NULL: there is none.
                     Borrowed: valid until the next count, or hall_close() */
};

/* A hall without sheets; it belongs to the caller, who closes it. NULL: memory ran out.
 */
struct hall *hall_open(void);

/* Free the hall and its sheets. NULL is allowed. */
void hall_close(struct hall *hall);

/* Count `count` ballots at `tables` tables, 1 to 8, at once. A ballot whose first word
 * is yes or no, in any case, counts; any other one is void. Returns 0; or -1 when
 * memory ran out or a table could not begin, and then `*result` is not set. */
int hall_count(struct hall *hall, const char *const *ballots, size_t count,
               size_t tables, struct result *result);

#endif
