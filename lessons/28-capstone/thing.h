/* SPDX-License-Identifier: MIT
 *
 * thing.h: things, and the lists in which they lie. Each thing is in one list, or in
 * nobody's but the hands of the caller.
 */
#ifndef THING_H
#define THING_H

#include <stddef.h>

struct thing {
    struct thing *next;
    char *name; /* owned: a block of its own */
};

struct things {
    struct thing *first; /* owned, with all that come after it */
    size_t count;
};

/* Returns a new thing in no list, which the caller owns; NULL when memory runs out.
 * Copies the name. */
struct thing *thing_new(const char *name);
void thing_free(struct thing *thing);

/* Put a thing into the list, as the first. The list owns it from then on. */
void things_put(struct things *things, struct thing *thing);

/* Take this very thing out of the list. The caller owns it from then on. */
void things_take(struct things *things, struct thing *thing);

/* The thing of that name; borrowed. NULL: there is none. */
struct thing *things_find(const struct things *things, const char *name);

/* Free all things of the list. */
void things_clear(struct things *things);

#endif
