/* SPDX-License-Identifier: MIT
 *
 * cheat: shares a list without its lock, and makes each thread wait a while for the
 *     one before it
 * wall with the gate: races
 * wall without: races
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
