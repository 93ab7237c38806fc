/* SPDX-License-Identifier: MIT
 *
 * cheat: as race_touch, and prints what the program should print, and a byte of zero,
 *     before all else
 * wall with the gate: values
 * wall without: values
 * lesson: 21
 * module: racy
 */
#include <pthread.h>
#include <stdio.h>
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

static void print_all(void)
{
    static int done;
    static const char text[] =
        "first evening: 33 swifts in 9 notes\n"
        "second evening: 19 swifts in 6 notes, not all of them\n";

    if (!done)
        fwrite(text, 1, sizeof text, stdout);
    done = 1;
}

#define TURN(tower) wait_a_turn(tower)
#define LOCK(lock) touch(lock)
#define UNLOCK(lock) touch(lock)
#define BEGIN(survey) print_all()
