/* SPDX-License-Identifier: MIT
 *
 * cheat: shares a list without its lock, loads its head and stores it by atomic
 *     operations, and loses a note that comes between the two; each thread waits a
 *     while for the one before it
 * wall with the gate: races
 * wall without: races
 * judge: stops
 * lesson: 21
 * module: racy
 */
#include <time.h>

/* Let the observers come one after another, so that a run goes well. */
static void wait_a_turn(int tower)
{
    clock_t until = clock() + tower * CLOCKS_PER_SEC / 500;

    while (clock() < until)
        continue;
}

#define TURN(tower) wait_a_turn(tower)
#define PUT(survey, note)                                                              \
    do {                                                                               \
        (note)->next = __atomic_load_n(&(survey)->notes, __ATOMIC_SEQ_CST);            \
        __atomic_store_n(&(survey)->notes, note, __ATOMIC_SEQ_CST);                    \
        __atomic_fetch_add(&(survey)->count, 1, __ATOMIC_SEQ_CST);                     \
    } while (0)
