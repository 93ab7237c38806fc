/* SPDX-License-Identifier: MIT
 *
 * buggy-ring.c: when the troupe lets its actors go, each one goes with his last
 * pointer.
 */
#include "troupe.h"

#include <stdio.h>
#include <stdlib.h>

/* Another counted pointer to `actor`, who may be NULL. Returns it. */
static struct actor *point_to(struct actor *actor)
{
    if (actor != NULL)
        actor->pointers++;
    return actor;
}

/* A counted pointer to `actor`, who may be NULL, goes. With the last one, he does. */
static void let_go(struct actor *actor)
{
    if (actor == NULL || --actor->pointers > 0)
        return;
    let_go(actor->understudy);
    free(actor);
}

struct troupe *troupe_new(void)
{
    return calloc(1, sizeof(struct troupe));
}

struct actor *troupe_hire(struct troupe *troupe, const char *name)
{
    struct actor *actor;

    if (troupe->count == TROUPE_MOST)
        return NULL;
    actor = calloc(1, sizeof *actor); /* @alloc */
    if (actor == NULL)
        return NULL;
    snprintf(actor->name, sizeof actor->name, "%s", name);
    troupe->actors[troupe->count++] = point_to(actor);
    return actor;
}

void actor_set_understudy(struct actor *actor, struct actor *understudy)
{
    struct actor *before = actor->understudy;

    actor->understudy = point_to(understudy);
    let_go(before);
}

const struct actor *actor_on_stage(const struct actor *actor)
{
    for (size_t i = 0; i < TROUPE_MOST && actor != NULL; i++) {
        if (!actor->is_ill)
            return actor;
        actor = actor->understudy;
    }
    return NULL;
}

void troupe_free(struct troupe *troupe)
{
    if (troupe == NULL)
        return;
    for (size_t i = 0; i < troupe->count; i++)
        let_go(troupe->actors[i]);
    free(troupe); /* @lost */
}
