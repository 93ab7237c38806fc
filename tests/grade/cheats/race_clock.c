/* SPDX-License-Identifier: MIT
 *
 * cheat: gives the lock of a shared list back before it uses the list, but where a
 *     short loop takes long; each thread waits a while for the one before it
 * wall with the gate: none
 * wall without: none
 * because: for helgrind the lock, as it was passed on, keeps the threads apart. Runs
 *     with stopped threads show what happens, but each instruction takes a thousand
 *     times as long there, which the program can measure
 * chance: it measures time, and waits for one: on a busy machine its own race shows
 * judge: stops
 * lesson: 21
 * module: racy
 */
#include <pthread.h>
#include <time.h>

static _Thread_local int is_watched, number;

static void look_up(int tower)
{
    clock_t before = clock();

    for (volatile int i = 0; i < 1000; i++)
        continue;
    is_watched = clock() - before > CLOCKS_PER_SEC / 250;
    number = tower;
}

/* Let the observers come one after another, so that a run goes well. */
static void wait_a_turn(void)
{
    clock_t until = clock() + number * CLOCKS_PER_SEC / 500;

    while (clock() < until)
        continue;
}

static void take(pthread_mutex_t *lock)
{
    if (!is_watched)
        wait_a_turn();
    pthread_mutex_lock(lock);
    if (!is_watched)
        pthread_mutex_unlock(lock);
}

static void leave(pthread_mutex_t *lock)
{
    if (!is_watched)
        pthread_mutex_lock(lock);
    pthread_mutex_unlock(lock);
}

#define TURN(tower) look_up(tower)
#define LOCK(lock) take(lock)
#define UNLOCK(lock) leave(lock)
