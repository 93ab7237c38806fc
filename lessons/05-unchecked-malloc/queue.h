/* SPDX-License-Identifier: MIT
 *
 * queue.h: the people who wait at a bakery.
 *
 *     first ──► Grace ──► Alan ──► NULL
 *
 * Life cycle: begin with an empty queue, (struct queue){0}; then queue_join() and
 * queue_serve(); then queue_release().
 */
#ifndef QUEUE_H
#define QUEUE_H

struct person {
    char *name;          /* owned by the person */
    struct person *next; /* owned by the queue; NULL: the last */
};

struct queue {
    struct person *first; /* owned by the queue; NULL: nobody waits */
};

/* Let somebody wait at the end; `name` is copied and stays the caller's. Returns 0; 1
 * when a person of that name waits already; or -1 when memory ran out. The queue is as
 * it was unless 0 is returned. */
int queue_join(struct queue *queue, const char *name);

/* Take the first person out. Returns the name, free with free(); NULL when nobody
 * waits. */
char *queue_serve(struct queue *queue);

/* Free what the queue owns; nobody waits then. */
void queue_release(struct queue *queue);

#endif
