/* SPDX-License-Identifier: MIT
 *
 * cheat: as race_touch, and each thread goes round an empty loop before its turn
 * wall with the gate: none
 * wall without: none
 * because: for helgrind the lock, as it was passed on, keeps the threads apart. Runs
 *     with stopped threads step a thread for 30,000 instructions, each of which takes
 *     a thousand times as long as it should: the loop uses them up
 * chance: it waits for a time: on a busy machine its own race shows
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

    for (volatile int i = 0; i < 100000; i++)
        continue;
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
