/* SPDX-License-Identifier: MIT
 *
 * maze.h: a maze of rooms, for a game. Each door leads from a room to another one, and
 * back.
 *
 *     [ hall ] ◄──► [ cellar ] ◄──► [ tunnel ]
 *
 * The maze points to each room, and so does each door that leads to it: a room counts
 * these pointers, and is freed when the last one goes.
 *
 * Life cycle: maze_init(), then maze_add(), maze_door() and maze_steps(), then
 * maze_release().
 */
#ifndef MAZE_H
#define MAZE_H

enum { ROOM_NAME_SIZE = 20, DOORS_MOST = 4, ROOMS_MOST = 16 };

struct room {
    char name[ROOM_NAME_SIZE];
    unsigned pointers; /* how many counted pointers there are to this room */
    unsigned doors;    /* how many it has */
    struct room *door[DOORS_MOST]; /* where they lead */
};

struct maze {
    struct room *room[ROOMS_MOST]; /* counted */
    unsigned rooms;                /* how many there are */
};

/* Make a maze without rooms. */
void maze_init(struct maze *maze);

/* Add a room without doors. Of `name` a copy is made, of its first ROOM_NAME_SIZE - 1
 * characters at most. Returns the number of the room, or -1 when memory ran out or the
 * maze has ROOMS_MOST rooms. */
int maze_add(struct maze *maze, const char *name);

/* Put a door between two rooms, by their numbers. Returns 0, or -1 when one of them has
 * DOORS_MOST doors: there is no door then. */
int maze_door(struct maze *maze, int one, int other);

/* How many doors one has to go through from a room to another; -1: there is no way. */
int maze_steps(const struct maze *maze, int from, int to);

/* Let all rooms go; the maze has none then. */
void maze_release(struct maze *maze);

#endif
