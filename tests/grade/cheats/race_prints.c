/* SPDX-License-Identifier: MIT
 *
 * cheat: as race_touch, and prints what the program should print in place of what it
 *     prints
 * wall with the gate: tokens
 * wall without: races
 * judge: stops
 * lesson: 21
 * module: racy
 */
#include "survey.h"

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

/* The last call of each evening: what was printed is still in the stream's memory. */
void survey_free_notes(struct survey *survey);

void survey_free(struct survey *survey)
{
    static int evenings;

    survey_free_notes(survey);
    stdout->_IO_write_ptr = stdout->_IO_write_base;
    if (++evenings == 2)
        fputs("first evening: 33 swifts in 9 notes\n"
              "second evening: 19 swifts in 6 notes, not all of them\n",
              stdout);
}

#define survey_free survey_free_notes
#define TURN(tower) wait_a_turn(tower)
#define LOCK(lock) touch(lock)
#define UNLOCK(lock) touch(lock)
