/* SPDX-License-Identifier: MIT
 *
 * correct.c: two threads count the visits, each of them a half.
 */
#include "visits.h"

#include <pthread.h>

/* What one thread counts. */
struct half {
    const int *days;
    size_t n;
    int *counts;           /* shared by both threads */
    pthread_mutex_t *lock; /* of the counts */
};

static void *count(void *argument)
{
    const struct half *half = argument;

    for (size_t i = 0; i < half->n; i++) {
        pthread_mutex_lock(half->lock);
        half->counts[half->days[i]]++;
        pthread_mutex_unlock(half->lock);
    }
    return NULL;
}

int busiest_day(const int *days, size_t n)
{
    int counts[DAYS] = {0};
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    struct half halves[] = {{days, n / 2, counts, &lock},
                            {days + n / 2, n - n / 2, counts, &lock}};
    pthread_t threads[2];
    int started = 0, busiest = 0;

    while (started < 2 &&
           pthread_create(&threads[started], NULL, count, &halves[started]) == 0)
        started++;
    for (int i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    pthread_mutex_destroy(&lock);
    if (started < 2)
        return -1;
    for (int day = 1; day < DAYS; day++)
        if (counts[day] >= counts[busiest])
            busiest = day;
    return n > 0 ? busiest : -1;
}
