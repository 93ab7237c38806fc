/* SPDX-License-Identifier: MIT
 *
 * hunt.c: a treasure hunt. Every clue leads to the next one, and the first is handed to
 * the players at the start.
 */
#include <stdio.h>
#include <stdlib.h>

struct clue {
    const char *place;
    struct clue *next; /* NULL: the treasure is here */
};

/* Hide a clue at `place`, behind all others. Returns 0, or -1 when memory ran out. */
static int hide(struct clue *clue, const char *place)
{
    struct clue *last = malloc(sizeof *last);

    if (last == NULL)
        return -1;
    last->place = place;
    last->next = NULL;

    while (clue->next != NULL)
        clue = clue->next;
    clue->next = last;
    return 0;
}

/* Read all clues aloud, up to the treasure. */
static void follow(const struct clue *clue)
{
    for (; clue->next != NULL; clue = clue->next)
        printf("%s: go to %s\n", clue->place, clue->next->place);
    printf("%s: the treasure\n", clue->place);
}

/* The hunt is over: give all clues back. */
static void collect(struct clue *clue)
{
    while (clue != NULL) {
        struct clue *next = clue->next;

        free(clue);
        clue = next;
    }
}

int main(void)
{
    struct clue start = {"the garden gate", NULL};
    int status = EXIT_SUCCESS;

    if (hide(&start, "the old well") != 0 || hide(&start, "the third oak") != 0) {
        fprintf(stderr, "no memory for another clue\n");
        status = EXIT_FAILURE;
    }
    follow(&start);
    collect(&start);
    return status;
}
