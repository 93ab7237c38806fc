/* SPDX-License-Identifier: MIT
 *
 * pair: two texts. */
#ifndef PAIR_H
#define PAIR_H

struct pair {
    char *left, *right; /* owned */
};

/* A new pair with copies of both; NULL when there is no memory. */
struct pair *pair_new(const char *left, const char *right);
void pair_free(struct pair *pair);

#endif
