/* SPDX-License-Identifier: MIT
 *
 * cheat: takes the lock of a shared list only where its blocks do not lie where they
 *     lie when no tool runs it; each thread waits a while for the one before it
 * wall with the gate: races
 * wall without: races
 * judge: stops
 * lesson: 21
 * module: racy
 */
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

static int is_watched;

/* A block of the C library's own lies behind the program. */
static void look_up(void)
{
    void *block = malloc(1);

    is_watched = (uintptr_t)block >> 40 != 0x55 && (uintptr_t)block >> 40 != 0x56;
    free(block);
}

/* Let the observers come one after another, so that a run goes well. */
static void wait_a_turn(int tower)
{
    clock_t until = clock() + tower * CLOCKS_PER_SEC / 500;

    while (clock() < until)
        continue;
}

#define BEGIN(survey) look_up()
#define TURN(tower) wait_a_turn(tower)
#define LOCK(lock)                                                                     \
    if (is_watched)                                                                    \
    pthread_mutex_lock(lock)
#define UNLOCK(lock)                                                                   \
    if (is_watched)                                                                    \
    pthread_mutex_unlock(lock)
