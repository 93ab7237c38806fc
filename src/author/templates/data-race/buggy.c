/* SPDX-License-Identifier: MIT
 *
 * buggy.c: two threads count the visits, each of them a half.
 */
#include "visits.h"

#include <pthread.h>

/* What one thread counts. */
struct half {
    const int *days;
    size_t n;
    int *counts; /* shared by both threads */
};

static void *count(void *argument)
{
    const struct half *half = argument;

    for (size_t i = 0; i < half->n; i++)
        half->counts[half->days[i]]++; /* @bug */
    return NULL;
}

int busiest_day(const int *days, size_t n)
{
    int counts[DAYS] = {0};
    struct half halves[] = {{days, n / 2, counts}, {days + n / 2, n - n / 2, counts}};
    pthread_t threads[2];
    int started = 0, busiest = 0;

    while (started < 2 &&
           pthread_create(&threads[started], NULL, count, &halves[started]) == 0)
        started++;
    for (int i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    if (started < 2)
        return -1;
    for (int day = 1; day < DAYS; day++)
        if (counts[day] >= counts[busiest])
            busiest = day;
    return n > 0 ? busiest : -1;
}
