/* SPDX-License-Identifier: MIT */
#include "thing.h"

#include <stdlib.h>
#include <string.h>

struct thing *thing_new(const char *name)
{
    struct thing *thing = malloc(sizeof *thing);

    if (thing == NULL)
        return NULL;
    thing->next = NULL;
    thing->name = strdup(name);
    if (thing->name == NULL) {
        free(thing);
        return NULL;
    }
    return thing;
}

void thing_free(struct thing *thing)
{
    free(thing->name);
    free(thing);
}

void things_put(struct things *things, struct thing *thing)
{
    thing->next = things->first;
    things->first = thing;
    things->count++;
}

void things_take(struct things *things, struct thing *thing)
{
    struct thing **link = &things->first;

    while (*link != thing)
        link = &(*link)->next;
    *link = thing->next;
    thing->next = NULL;
    things->count--;
}

struct thing *things_find(const struct things *things, const char *name)
{
    struct thing *thing = things->first;

    while (thing != NULL && strcmp(thing->name, name) != 0)
        thing = thing->next;
    return thing;
}

void things_clear(struct things *things)
{
    while (things->first != NULL) {
        struct thing *thing = things->first;

        things_take(things, thing);
        thing_free(thing);
    }
}
