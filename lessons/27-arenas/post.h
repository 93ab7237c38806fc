/* SPDX-License-Identifier: MIT
 *
 * post.h: the post office of an island. A letter is accepted, waits in the sack, and is
 * delivered in its turn:
 *
 *     sack   ● ● ● NULL NULL …     the oldest letter first
 *            │ │ │
 *     pool  [l l l _ _ _ _ _]      letters come from a pool and go back to it
 */
#ifndef POST_H
#define POST_H

#include <stddef.h>

enum { NAME_ROOM = 28, SACK_LETTERS = 32, GRAMS_MAX = 500 };

/* Accept a letter to `name`. Returns 0; or -1 when it is too heavy (GRAMS_MAX), when
 * the name is too long for a letter (NAME_ROOM), when the sack is full, or when memory
 * ran out: it is not in the sack then. */
int post_accept(const char *name, int grams);

/* Deliver the oldest letter: write its name into `name`, which has room for `size`
 * characters. Returns how many grams it has, or 0 when no letter waits. */
int post_deliver(char *name, size_t size);

/* How many letters wait. */
unsigned post_waiting(void);

#endif
