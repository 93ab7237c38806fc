/* SPDX-License-Identifier: MIT
 *
 * marbles.c: a marble run. Marbles come out of a box, roll, and go back into the box.
 *
 *     box  ●●●●●●  ──►  the run  ──►  the tray  ──►  box
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "tell.h"

enum { MARBLES = 6, RUN_LENGTH = 8 };

enum colour { RED, BLUE, GREEN };

struct marble {
    enum colour colour;
    int place; /* on the run; RUN_LENGTH: in the tray */
};

static struct marble *box;         /* room for all; owned, to the end of the program */
static struct marble *in[MARBLES]; /* those that lie in the box */
static int left;                   /* how many they are */

static int open_box(void)
{
    box = malloc(MARBLES * sizeof *box);
    if (box == NULL)
        return -1;
    TELL_POOL(&box);
    for (left = 0; left < MARBLES; left++)
        in[left] = &box[left];
    return 0;
}

/* A marble out of the box; NULL when it is empty. */
static struct marble *take_out(void)
{
    struct marble *marble = left > 0 ? in[--left] : NULL;

    if (marble == NULL)
        return NULL;
    in[left] = NULL;
    TELL_TAKEN(&box, marble, sizeof *marble);
    return marble;
}

static void put_back(struct marble *marble)
{
    TELL_GIVEN(&box, marble, sizeof *marble);
    in[left++] = marble;
}

/* Let a marble roll on; where the track turns, blue ones jump off it. Returns whether
 * it is still on the track. */
static bool roll(struct marble *marble)
{
    marble->place++;
    if (marble->place == RUN_LENGTH / 2 && marble->colour == BLUE)
        return false;
    return marble->place < RUN_LENGTH;
}

static void let_run(enum colour colour)
{
    struct marble *marble = take_out();

    if (marble == NULL)
        return;
    marble->colour = colour;
    marble->place = 0;
    while (roll(marble))
        continue;
    if (marble->place == RUN_LENGTH)
        put_back(marble);
}

int main(void)
{
    if (open_box() != 0) {
        fprintf(stderr, "no memory for a box\n");
        return EXIT_FAILURE;
    }
    for (int i = 0; i < MARBLES; i++)
        let_run((enum colour)(i % 3));
    printf("in the box: %d of %d marbles\n", left, MARBLES);
    return EXIT_SUCCESS;
}
