/* SPDX-License-Identifier: MIT
 *
 * exercise.c: a snake that does not survive being bitten. Mend it.
 */
#include "snake.h"

#include <stdlib.h>
#include <string.h>

void snake_init(struct snake *snake)
{
    *snake = (struct snake){0};
}

int snake_grow(struct snake *snake, struct cell cell)
{
    struct cell *body = realloc(snake->body, (snake->length + 1) * sizeof *body);

    if (body == NULL)
        return -1;
    snake->body = body;
    snake->head = &body[snake->length++];
    *snake->head = cell;
    return 0;
}

void snake_cut(struct snake *snake, size_t length)
{
    struct cell *body;

    if (length >= snake->length)
        return;
    memmove(snake->body, snake->body + snake->length - length, length * sizeof *body);
    snake->length = length;
    snake->head = length == 0 ? NULL : &snake->body[length - 1];
    body = realloc(snake->body, length * sizeof *body);
    if (body != NULL) /* else the block stays as large as it was */
        snake->body = body;
}

void snake_release(struct snake *snake)
{
    free(snake->body);
    *snake = (struct snake){0};
}
