/* SPDX-License-Identifier: MIT
 *
 * exercise.startled-unchecked.c: a duck without a function is startled.
 */
#include "pond.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

struct duck {
    char name[16];
    struct duck *next; /* owned by the pond; NULL: the last one */
    duck_startled *startled;
    bool gone;
};

struct pond {
    struct duck *first; /* owned; NULL: there is none */
    size_t count;
    bool splashing;
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

/* Take out the ducks that have left, and free them. */
static void sweep(struct pond *pond)
{
    struct duck **link = &pond->first;

    while (*link != NULL) {
        struct duck *duck = *link;

        if (duck->gone) {
            *link = duck->next;
            free(duck);
        } else {
            link = &duck->next;
        }
    }
}

void pond_leave(struct pond *pond, struct duck *duck)
{
    duck->gone = true;
    pond->count--;
    if (!pond->splashing)
        sweep(pond);
}

void pond_splash(struct pond *pond)
{
    pond->splashing = true;
    for (struct duck *duck = pond->first; duck != NULL; duck = duck->next)
        if (!duck->gone)
            duck->startled(pond, duck);
    pond->splashing = false;
    sweep(pond);
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
