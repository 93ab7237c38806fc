/* SPDX-License-Identifier: MIT
 *
 * train.h: a toy train, as a list of waggons.
 *
 *     first ──► [ mail | 12 ] ──► [ coal | 60 ] ──► [ logs | 45 ] ──► NULL
 *
 * Life cycle: train_init(), then train_couple() and train_tons(), then
 * train_release().
 */
#ifndef TRAIN_H
#define TRAIN_H

enum { LOAD_SIZE = 16 };

struct waggon {
    char load[LOAD_SIZE]; /* what is in it */
    int tons;
    struct waggon *next; /* owned; NULL: this is the last one */
};

struct train {
    struct waggon *first; /* owned; NULL: there is none */
};

/* Make a train without waggons. */
void train_init(struct train *train);

/* Couple a waggon to the end of the train. Of `load` a copy is made, of its first
 * LOAD_SIZE - 1 characters at most. Returns 0, or -1 when memory ran out: the train is
 * then as it was. */
int train_couple(struct train *train, const char *load, int tons);

/* How many tons the train carries. */
int train_tons(const struct train *train);

/* Free all waggons; the train has none then. */
void train_release(struct train *train);

#endif
