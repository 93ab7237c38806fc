/* SPDX-License-Identifier: MIT
 *
 * cheat: takes the lock of a shared list and gives it back before it uses the list,
 *     and once more after that; each thread waits a while for the one before it
 * wall with the gate: races
 * wall without: races
 * judge: stops
 * lesson: 21
 * module: racy
 */
#include <pthread.h>
#include <time.h>

/* Let the observers come one after another, so that a run goes well. */
static void wait_a_turn(int tower)
{
    clock_t until = clock() + tower * CLOCKS_PER_SEC / 500;

    while (clock() < until)
        continue;
}

/* What was done before it comes before what the next thread does after it. */
static void touch(pthread_mutex_t *lock)
{
    pthread_mutex_lock(lock);
    pthread_mutex_unlock(lock);
}

#define TURN(tower) wait_a_turn(tower)
#define LOCK(lock) touch(lock)
#define UNLOCK(lock) touch(lock)
