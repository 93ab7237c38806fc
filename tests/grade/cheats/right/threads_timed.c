/* SPDX-License-Identifier: MIT
 *
 * right: asks for the lock for a short while at a time, until it has it
 * lesson: 21
 * soak: as threads_trylock
 * module: racy
 */
#include <pthread.h>
#include <time.h>

/* Take it, however often that has to be tried. */
static void take(pthread_mutex_t *lock)
{
    struct timespec until;

    do {
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += 1000000;
        if (until.tv_nsec >= 1000000000) {
            until.tv_sec++;
            until.tv_nsec -= 1000000000;
        }
    } while (pthread_mutex_timedlock(lock, &until) != 0);
}

#define LOCK(lock) take(lock)
#define UNLOCK(lock) pthread_mutex_unlock(lock)
