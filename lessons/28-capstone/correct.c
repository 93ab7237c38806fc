/* SPDX-License-Identifier: MIT
 *
 * correct.c: somebody is the last, and who goes home unserved takes the name along.
 */
#include "queue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void queue_init(struct queue *queue)
{
    *queue = (struct queue){NULL, 0};
}

static void guest_free(struct guest *guest)
{
    free(guest->name);
    free(guest);
}

int queue_join(struct queue *queue, const char *name)
{
    struct guest **end = &queue->first;
    struct guest *guest = calloc(1, sizeof *guest);

    if (guest == NULL)
        return -1;
    guest->name = strdup(name);
    if (guest->name == NULL) {
        guest_free(guest);
        return -1;
    }
    while (*end != NULL)
        end = &(*end)->next;
    *end = guest;
    queue->count++;
    return 0;
}

int queue_serve(struct queue *queue, char *said, size_t size)
{
    struct guest *guest = queue->first;
    const char *next;

    if (guest == NULL)
        return -1;
    queue->first = guest->next;
    queue->count--;
    next = queue->count > 0 ? queue->first->name : "nobody";
    snprintf(said, size, "bread for %s, then %s", guest->name, next);
    guest_free(guest);
    return 0;
}

void queue_release(struct queue *queue)
{
    while (queue->first != NULL) {
        struct guest *guest = queue->first;

        queue->first = guest->next;
        guest_free(guest);
    }
    queue->count = 0;
}
