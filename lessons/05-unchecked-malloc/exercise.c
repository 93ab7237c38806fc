/* SPDX-License-Identifier: MIT
 *
 * exercise.c: a queue that everybody can join, whether there is memory for them or not.
 * Mend it.
 */
#include "queue.h"

#include <stdlib.h>
#include <string.h>

/* A person who waits alone. Returns a new person, free with free() after its name; NULL
 * when memory ran out. */
static struct person *person_new(const char *name)
{
    struct person *person = malloc(sizeof *person);

    person->next = NULL;
    person->name = strdup(name);
    return person;
}

int queue_join(struct queue *queue, const char *name)
{
    struct person **end = &queue->first;

    while (*end != NULL) {
        if (strcmp((*end)->name, name) == 0)
            return 1;
        end = &(*end)->next;
    }
    *end = person_new(name);
    return 0;
}

char *queue_serve(struct queue *queue)
{
    struct person *person = queue->first;
    char *name;

    if (person == NULL)
        return NULL;
    queue->first = person->next;
    name = person->name;
    free(person);
    return name;
}

void queue_release(struct queue *queue)
{
    while (queue->first != NULL)
        free(queue_serve(queue));
}
