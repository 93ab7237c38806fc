/* SPDX-License-Identifier: MIT
 *
 * snake_main.c: a snake crawls around a corner, and meets something with teeth, twice.
 */
#include <stdio.h>
#include <stdlib.h>

#include "snake.h"

static const struct cell way[] = {{3, 1}, {4, 1}, {5, 1}, {5, 2}, {5, 3}};
enum { STEPS = sizeof way / sizeof way[0] };

static void show(const char *when, const struct snake *snake)
{
    printf("%s: %zu cells", when, snake->length);
    if (snake->head != NULL)
        printf(", the head at %d,%d", snake->head->x, snake->head->y);
    printf("\n");
}

int main(void)
{
    struct snake snake;
    int status = EXIT_SUCCESS;

    snake_init(&snake);
    for (size_t i = 0; i < STEPS && status == EXIT_SUCCESS; i++)
        if (snake_grow(&snake, way[i]) != 0)
            status = EXIT_FAILURE;
    if (status != EXIT_SUCCESS)
        fprintf(stderr, "no memory for another cell\n");

    show("around the corner", &snake);
    snake_cut(&snake, 2);
    show("bitten", &snake);
    snake_cut(&snake, 0);
    show("bitten again", &snake);
    snake_release(&snake);
    return status;
}
