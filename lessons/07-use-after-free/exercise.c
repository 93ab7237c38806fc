/* SPDX-License-Identifier: MIT
 *
 * exercise.c: a pond on which a splash goes wrong when one duck takes another with it.
 * Mend it.
 */
#include "pond.h"

#include <stdio.h>
#include <stdlib.h>

struct duck {
    char name[16];
    struct duck *next; /* owned by the pond; NULL: the last one */
    duck_startled *startled;
};

struct pond {
    struct duck *first; /* owned; NULL: there is none */
    size_t count;
};

struct pond *pond_new(void)
{
    return calloc(1, sizeof(struct pond));
}

struct duck *pond_land(struct pond *pond, const char *name, duck_startled *startled)
{
    struct duck **link = &pond->first;
    struct duck *duck = calloc(1, sizeof *duck);

    if (duck == NULL)
        return NULL;
    snprintf(duck->name, sizeof duck->name, "%s", name);
    duck->startled = startled;
    while (*link != NULL)
        link = &(*link)->next;
    *link = duck;
    pond->count++;
    return duck;
}

void pond_leave(struct pond *pond, struct duck *duck)
{
    struct duck **link = &pond->first;

    while (*link != duck)
        link = &(*link)->next;
    *link = duck->next;
    pond->count--;
    free(duck);
}

void pond_splash(struct pond *pond)
{
    struct duck *next;

    for (struct duck *duck = pond->first; duck != NULL; duck = next) {
        next = duck->next;
        if (duck->startled != NULL)
            duck->startled(pond, duck);
    }
}

size_t pond_count(const struct pond *pond)
{
    return pond->count;
}

const char *duck_name(const struct duck *duck)
{
    return duck->name;
}

void pond_free(struct pond *pond)
{
    while (pond->first != NULL) {
        struct duck *duck = pond->first;

        pond->first = duck->next;
        free(duck);
    }
    free(pond);
}
