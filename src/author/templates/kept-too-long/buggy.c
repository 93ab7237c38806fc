/* SPDX-License-Identifier: MIT
 *
 * buggy.c: counts the visits in a block of its own, and keeps it.
 */
#include "visits.h"

#include <stdlib.h>

struct tally {
    int counts[DAYS];
    struct tally *before; /* the one of the call before this */
};

static struct tally *last;

int busiest_day(const int *days, size_t n)
{
    struct tally *tally = calloc(1, sizeof *tally); /* @alloc */
    int busiest = 0;

    if (tally == NULL)
        return -1;
    for (size_t i = 0; i < n; i++)
        tally->counts[days[i]]++;
    for (int day = 1; day < DAYS; day++)
        if (tally->counts[day] >= tally->counts[busiest])
            busiest = day;
    tally->before = last;
    last = tally;
    return n > 0 ? busiest : -1;
}
