/* SPDX-License-Identifier: MIT
 *
 * queue.h: the queue at a baker's.
 */
#ifndef QUEUE_H
#define QUEUE_H

#include <stddef.h>

struct guest {
    struct guest *next;
    char *name; /* owned */
};

struct queue {
    struct guest *first; /* owned, with all that stand behind */
    size_t count;
};

/* An empty queue. Release it with queue_release(). */
void queue_init(struct queue *queue);
void queue_release(struct queue *queue);

/* Somebody comes and stands at the end. Copies the name. Returns 0, or -1 when memory
 * runs out. */
int queue_join(struct queue *queue, const char *name);

/* Serve the first one, who then leaves. Writes a line into `said`, which has room for
 * `size` characters: who was served, and who is next. Returns 0, or -1 when nobody is
 * there. */
int queue_serve(struct queue *queue, char *said, size_t size);

#endif
