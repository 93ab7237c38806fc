/* SPDX-License-Identifier: MIT
 *
 * board.h: the notice board of a house. Nobody reads more than the newest five notes
 * (NOTES_READ).
 *
 *     newest ──► [ "Lost: a blue scarf" | ● ] ──► [ "Choir on Friday" | ● ] ──► …
 *
 * Life cycle: board_init(), then board_pin() and board_read(). A board that hangs to
 * the end of the program need not be released; any other ends with board_release().
 */
#ifndef BOARD_H
#define BOARD_H

enum { NOTES_READ = 5 };

struct note {
    char *text;         /* owned */
    struct note *older; /* owned; NULL: this is the oldest */
};

struct board {
    struct note *newest; /* owned; NULL: there is none */
};

/* Make a board without notes. */
void board_init(struct board *board);

/* Pin a note to the board; `text` is copied. Returns 0, or -1 when memory ran out: the
 * board is then as it was. */
int board_pin(struct board *board, const char *text);

/* The text of the newest note (0), the one before it (1), and so on to NOTES_READ - 1;
 * NULL: there is none. Borrowed: valid until the next board_pin(). */
const char *board_read(const struct board *board, unsigned number);

/* Free all notes; the board has none then. */
void board_release(struct board *board);

#endif
