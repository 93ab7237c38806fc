/* SPDX-License-Identifier: MIT
 *
 * buggy.c: counts the visits in a block of its own.
 */
#include "visits.h"

#include <stdlib.h>

int busiest_day(const int *days, size_t n)
{
    int *counts = calloc(DAYS, sizeof *counts); /* @alloc */
    int busiest = 0;

    if (counts == NULL)
        return -1;
    for (size_t i = 0; i < n; i++)
        counts[days[i]]++;
    for (int day = 1; day <= DAYS; day++)
        if (counts[day] >= counts[busiest]) /* @bug */
            busiest = day;
    free(counts);
    return n > 0 ? busiest : -1;
}
