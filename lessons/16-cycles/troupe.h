/* SPDX-License-Identifier: MIT
 *
 * troupe.h: the actors of a theatre, and who plays for whom when somebody is ill.
 *
 * Several may point to one actor: the troupe, and the actors whose understudy he is. So
 * each actor counts the pointers to himself, and is freed when the last one goes. Such
 * a pointer is called counted.
 *
 * Life cycle: troupe_new(), then troupe_hire(), actor_set_understudy() and
 * actor_on_stage(), then troupe_free(), which ends the actors, too.
 */
#ifndef TROUPE_H
#define TROUPE_H

#include <stdbool.h>
#include <stddef.h>

enum { NAME_SIZE = 16, TROUPE_MOST = 8 };

struct actor {
    char name[NAME_SIZE];
    bool is_ill;
    unsigned pointers;        /* how many counted pointers there are to this actor */
    struct actor *understudy; /* counted; NULL: nobody */
};

struct troupe {
    struct actor *actors[TROUPE_MOST]; /* counted */
    size_t count;                      /* how many there are */
};

/* Returns a new troupe without actors, free with troupe_free(); NULL when memory ran
 * out. */
struct troupe *troupe_new(void);

/* Hire an actor. Of `name` a copy is made, of its first NAME_SIZE - 1 characters at
 * most. Returns the actor, borrowed: valid until troupe_free(); NULL when memory ran
 * out or the troupe has TROUPE_MOST actors. */
struct actor *troupe_hire(struct troupe *troupe, const char *name);

/* From now on `understudy` plays when `actor` is ill; NULL: nobody does. */
void actor_set_understudy(struct actor *actor, struct actor *understudy);

/* Who plays the part of `actor` tonight: the first in the row of understudies who is
 * not ill. NULL: nobody. Borrowed, as the actor is. */
const struct actor *actor_on_stage(const struct actor *actor);

/* Free the troupe and its actors; NULL is allowed. */
void troupe_free(struct troupe *troupe);

#endif
