/* SPDX-License-Identifier: MIT
 *
 * exercise.c: rooms are let go one by one; whoever has the last pointer frees one.
 */
#include "maze.h"

#include <stdio.h>
#include <stdlib.h>

/* Another counted pointer to `room`. Returns it. */
static struct room *point_to(struct room *room)
{
    room->pointers++;
    return room;
}

/* A counted pointer to `room` goes. With the last one, the room does. */
static void let_go(struct room *room)
{
    if (--room->pointers > 0)
        return;
    for (unsigned i = 0; i < room->doors; i++)
        let_go(room->door[i]);
    free(room);
}

void maze_init(struct maze *maze)
{
    maze->rooms = 0;
}

int maze_add(struct maze *maze, const char *name)
{
    struct room *room;

    if (maze->rooms == ROOMS_MOST)
        return -1;
    room = calloc(1, sizeof *room);
    if (room == NULL)
        return -1;
    snprintf(room->name, sizeof room->name, "%s", name);
    maze->room[maze->rooms] = point_to(room);
    return (int)maze->rooms++;
}

int maze_door(struct maze *maze, int one, int other)
{
    struct room *a = maze->room[one], *b = maze->room[other];

    if (a->doors == DOORS_MOST || b->doors == DOORS_MOST)
        return -1;
    a->door[a->doors++] = point_to(b);
    b->door[b->doors++] = point_to(a);
    return 0;
}

/* The number of `room`. */
static unsigned number_of(const struct maze *maze, const struct room *room)
{
    unsigned number = 0;

    while (maze->room[number] != room)
        number++;
    return number;
}

int maze_steps(const struct maze *maze, int from, int to)
{
    int steps[ROOMS_MOST]; /* to each room; -1: not reached yet */

    for (unsigned i = 0; i < maze->rooms; i++)
        steps[i] = (int)i == from ? 0 : -1;
    for (int step = 0; step < (int)maze->rooms && steps[to] < 0; step++)
        for (unsigned i = 0; i < maze->rooms; i++)
            for (unsigned d = 0; steps[i] == step && d < maze->room[i]->doors; d++) {
                unsigned next = number_of(maze, maze->room[i]->door[d]);

                if (steps[next] < 0)
                    steps[next] = step + 1;
            }
    return steps[to];
}

void maze_release(struct maze *maze)
{
    for (unsigned i = 0; i < maze->rooms; i++) {
        let_go(maze->room[i]);
        maze->room[i] = NULL;
    }
    maze->rooms = 0;
}
