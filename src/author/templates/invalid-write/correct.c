/* SPDX-License-Identifier: MIT
 *
 * correct.c: counts the visits in a block of its own.
 */
#include "visits.h"

#include <stdlib.h>

int busiest_day(const int *days, size_t n)
{
    int *counts = malloc(DAYS * sizeof *counts);
    int busiest = 0;

    if (counts == NULL)
        return -1;
    for (int day = 0; day < DAYS; day++)
        counts[day] = 0;
    for (size_t i = 0; i < n; i++)
        counts[days[i]]++;
    for (int day = 1; day < DAYS; day++)
        if (counts[day] >= counts[busiest])
            busiest = day;
    free(counts);
    return n > 0 ? busiest : -1;
}
