/* SPDX-License-Identifier: MIT
 *
 * tides.h: when the water of a harbour is high. A table has the low and the high waters
 * in the order of time:
 *
 *     tides    [ 01:40 0.9 m | 07:52 4.1 m | 14:05 1.1 m | 20:17 3.9 m ]
 *                  low           high          low           high
 */
#ifndef TIDES_H
#define TIDES_H

#include <stddef.h>

enum { TIDES_MOST = 28 }; /* a table holds a week at most */

struct tide {
    int minute; /* after the midnight with which the table begins */
    int height; /* in centimetres */
};

/* Write the next high water after the minute `now` into `line`, which has room for
 * `size` characters: "7:52, 4.1 m". The table of `count` waters stays the caller's.
 * Returns 0, or -1 when the table has no more high water: `line` is then as it was. */
int tides_next_high(const struct tide *tides, size_t count, int now, char *line,
                    size_t size);

#endif
