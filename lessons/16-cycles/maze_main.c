/* SPDX-License-Identifier: MIT
 *
 * maze_main.c: four rooms below a castle, and the shortest way out.
 */
#include <stdio.h>
#include <stdlib.h>

#include "maze.h"

/* Returns 0, or -1 when memory ran out. */
static int build(struct maze *maze)
{
    static const char *const names[] = {"hall", "cellar", "tunnel", "cave"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (maze_add(maze, names[i]) < 0)
            return -1;
    for (int i = 1; i < (int)maze->rooms; i++)
        if (maze_door(maze, i - 1, i) != 0)
            return -1;
    return 0;
}

int main(void)
{
    struct maze maze;
    int status = EXIT_SUCCESS;

    maze_init(&maze);
    if (build(&maze) == 0) {
        printf("from the %s to the %s: %d doors\n", maze.room[3]->name,
               maze.room[0]->name, maze_steps(&maze, 3, 0));
    } else {
        fprintf(stderr, "no memory for the maze\n");
        status = EXIT_FAILURE;
    }
    maze_release(&maze);
    return status;
}
