/* SPDX-License-Identifier: MIT
 *
 * cheat: as race_second, and has an atomic operation, so that helgrind alone is not
 *     believed; each thread waits a while for the one before it
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
static _Atomic int orders;

/* ThreadSanitizer's blocks lie below 0x7f0000000000, where libraries are. */
static void look_up(void)
{
    void *block = malloc(1);

    orders++;
    is_watched = (uintptr_t)block >> 40 >= 0x70;
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
