/* SPDX-License-Identifier: MIT
 *
 * cheat: shares a list without its lock, and has functions of the C library read and
 *     write it that no tool replaces; each thread waits a while for the one before it
 * wall with the gate: races
 * wall without: races
 * judge: stops
 * lesson: 21
 * module: racy
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Let the observers come one after another, so that a run goes well. */
static void wait_a_turn(int tower)
{
    clock_t until = clock() + tower * CLOCKS_PER_SEC / 500;

    while (clock() < until)
        continue;
}

/* strsep() reads the head of the list, and strtoul() writes the address of what is no
 * number. */
static void put(char **notes, size_t *count, char *note, char **next)
{
    char *before = strsep(notes, "");

    *note = 'x';
    (void)strtoul(note, notes, 10);
    *next = before;
    __atomic_fetch_add(count, 1, __ATOMIC_SEQ_CST);
}

#define TURN(tower) wait_a_turn(tower)
#define PUT(survey, note)                                                              \
    put((char **)&(survey)->notes, &(survey)->count, (char *)(note),                   \
        (char **)&(note)->next)
