/* SPDX-License-Identifier: MIT
 *
 * snake.h: the snake of an old game. It crawls by growing a new head, and loses its
 * older cells when something bites it.
 *
 *     body ──► [ 3,1 | 4,1 | 5,1 ]        length = 3
 *                tail         ▲
 *                            head
 *
 * Life cycle: snake_init(), then growing and cutting, then snake_release().
 */
#ifndef SNAKE_H
#define SNAKE_H

#include <stddef.h>

struct cell {
    int x, y;
};

struct snake {
    struct cell *body; /* owned; NULL: nothing is left of it */
    size_t length;
    struct cell *head; /* the last cell of `body`; NULL: nothing is left of it */
};

/* Make a snake of which there is nothing yet. */
void snake_init(struct snake *snake);

/* Grow a new head at `cell`. Returns 0, or -1 when memory ran out: the snake is then as
 * it was. */
int snake_grow(struct snake *snake, struct cell cell);

/* Keep the newest `length` cells, its head among them; nothing when `length` is 0. A
 * snake that is not longer stays as it is. The block becomes smaller, where that is
 * possible. */
void snake_cut(struct snake *snake, size_t length);

/* Free what the snake owns; there is then nothing of it. */
void snake_release(struct snake *snake);

#endif
