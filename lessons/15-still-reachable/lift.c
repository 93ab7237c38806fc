/* SPDX-License-Identifier: MIT
 *
 * lift.c: the gate of a ski lift. A card that went through opens the gate again only
 * three ticks of the clock later, so that nobody lets a friend through with it.
 *
 * At each tick one skier comes: 10 skiers, or as many as the argument says.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { SLOTS = 16, PAUSE = 3 };

struct passage {
    unsigned long card, tick;
    struct passage *next; /* in the same slot; owned */
};

/* The table of slots, needed as long as the lift runs. The passages of a card hang in
 * the slot of that card. */
static struct passage **slots;

static int open_lift(void)
{
    slots = calloc(SLOTS, sizeof *slots);
    return slots == NULL ? -1 : 0;
}

/* When the card went through last; false: it never did. */
static bool last_passage(unsigned long card, unsigned long *tick)
{
    for (const struct passage *p = slots[card % SLOTS]; p != NULL; p = p->next)
        if (p->card == card) {
            *tick = p->tick;
            return true;
        }
    return false;
}

/* Returns 0, or -1 when memory ran out. */
static int remember(unsigned long card, unsigned long tick)
{
    struct passage *passage = malloc(sizeof *passage);

    if (passage == NULL)
        return -1;
    passage->card = card;
    passage->tick = tick;
    passage->next = slots[card % SLOTS];
    slots[card % SLOTS] = passage;
    return 0;
}

/* Returns 1: the gate opens; 0: it stays shut; -1: memory ran out. */
static int pass(unsigned long card, unsigned long tick)
{
    unsigned long last;

    if (last_passage(card, &last) && tick - last < PAUSE)
        return 0;
    return remember(card, tick) == 0 ? 1 : -1;
}

int main(int argc, char **argv)
{
    unsigned long skiers = argc > 1 ? strtoul(argv[1], NULL, 10) : 10;
    unsigned long opened = 0;

    if (open_lift() != 0) {
        fprintf(stderr, "no memory for the lift\n");
        return EXIT_FAILURE;
    }
    for (unsigned long tick = 0; tick < skiers; tick++) {
        int answer = pass(tick % 5 == 4 ? tick - 1 : tick, tick);

        if (answer < 0) {
            fprintf(stderr, "no memory for a passage\n");
            return EXIT_FAILURE;
        }
        opened += (unsigned long)answer;
    }
    printf("%lu skiers came, the gate opened %lu times\n", skiers, opened);
    return EXIT_SUCCESS;
}
