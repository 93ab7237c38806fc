/* SPDX-License-Identifier: MIT
 *
 * book.h: what a library's card says of a book. Such a card is one line:
 *
 *     The C Programming Language/Brian Kernighan/Dennis Ritchie
 *
 * Life cycle: book_read(), then book_is_by(), then book_free(); or card_is_by() alone.
 */
#ifndef BOOK_H
#define BOOK_H

#include <stdbool.h>
#include <stddef.h>

struct book {
    char *title;    /* owned */
    char **authors; /* owned, and so is each name in it */
    size_t count;   /* how many authors there are */
};

/* The book on `card`, of which everything is copied. Returns a new book, free with
 * book_free(); NULL when memory ran out. */
struct book *book_read(const char *card);

/* Is `name` one of the authors? */
bool book_is_by(const struct book *book, const char *name);

/* Is `name` one of the authors on `card`? Returns 1 or 0, or -1 when memory ran out. */
int card_is_by(const char *card, const char *name);

/* Free the book and all it owns; NULL is allowed. */
void book_free(struct book *book);

#endif
