/* SPDX-License-Identifier: MIT
 *
 * exercise.dangling.c: the last note that is read still points to one that was freed.
 */
#define _POSIX_C_SOURCE 200809L
#include "board.h"

#include <stdlib.h>
#include <string.h>

void board_init(struct board *board)
{
    board->newest = NULL;
}

/* Free `note` and all that are older. */
static void take_down(struct note *note)
{
    while (note != NULL) {
        struct note *older = note->older;

        free(note->text);
        free(note);
        note = older;
    }
}

int board_pin(struct board *board, const char *text)
{
    struct note *note = malloc(sizeof *note);

    if (note == NULL)
        return -1;
    note->text = strdup(text);
    if (note->text == NULL) {
        free(note);
        return -1;
    }
    note->older = board->newest;
    board->newest = note;

    for (unsigned read = 1; note != NULL && read < NOTES_READ; read++)
        note = note->older;
    if (note != NULL) { /* the last one that is read */
        take_down(note->older);
    }
    return 0;
}

const char *board_read(const struct board *board, unsigned number)
{
    const struct note *note = board->newest;

    if (number >= NOTES_READ)
        return NULL;
    while (note != NULL && number > 0) {
        note = note->older;
        number--;
    }
    return note == NULL ? NULL : note->text;
}

void board_release(struct board *board)
{
    take_down(board->newest);
    board->newest = NULL;
}
