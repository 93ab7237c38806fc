/* SPDX-License-Identifier: MIT
 *
 * correct.c: counts the visits in a block of its own.
 */
#include "visits.h"

#include <stdlib.h>

int busiest_day(const int *days, size_t n)
{
    int *counts = calloc(DAYS, sizeof *counts);
    int busiest = -1;

    if (counts == NULL)
        return -1;
    if (n == 0)
        goto done;
    for (size_t i = 0; i < n; i++)
        counts[days[i]]++;
    busiest = 0;
    for (int day = 1; day < DAYS; day++)
        if (counts[day] >= counts[busiest])
            busiest = day;

done:
    free(counts);
    return busiest;
}
