/* SPDX-License-Identifier: MIT
 *
 * birds.h: the birds that came to a feeder in an hour, and the sheet that tells a
 * bird club of them.
 *
 *     tallies ──► [ R 1 | S 3 | T 2 | W 0 ]
 *
 * Life cycle: birds_init(), then birds_see() and reading, then birds_release().
 */
#ifndef BIRDS_H
#define BIRDS_H

enum bird { ROBIN, SPARROW, TIT, WREN, KINDS };

struct tally {
    char letter;   /* of the kind: "RSTW" */
    unsigned seen; /* how many came */
};

struct birds {
    struct tally *tallies; /* owned by the birds: one for each kind */
    char *note;            /* owned by the birds; NULL: there is none */
};

/* Begin an hour in which no bird has come yet. `note` is copied, and may be NULL.
 * Returns 0, or -1 when memory ran out: there is then nothing to release. */
int birds_init(struct birds *birds, const char *note);

/* One more bird of this kind came. */
void birds_see(struct birds *birds, enum bird kind);

/* The kind that came most often; of several the first. */
enum bird birds_most(const struct birds *birds);

/* Write letter and number of each kind to the descriptor `wire`, which stays the
 * caller's. Equal counts make equal sheets. Returns 0, or -1 with errno set. */
int birds_send(const struct birds *birds, int wire);

/* Free what the birds own. */
void birds_release(struct birds *birds);

#endif
