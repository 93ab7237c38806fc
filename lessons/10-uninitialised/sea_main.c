/* SPDX-License-Identifier: MIT
 *
 * sea_main.c: three boats are hidden, and fired at until none is left.
 */
#include <stdio.h>
#include <stdlib.h>

#include "sea.h"

struct place {
    int x, y;
};

static const struct place boats[] = {{1, 0}, {4, 2}, {1, 0}, {2, 3}};
static const struct place shots[] = {{0, 0}, {1, 0}, {1, 0}, {2, 3}, {4, 2}, {3, 3}};
enum {
    BOATS = sizeof boats / sizeof boats[0],
    SHOTS = sizeof shots / sizeof shots[0],
};

int main(void)
{
    struct sea sea;

    if (sea_init(&sea, 5, 4) != 0) {
        fprintf(stderr, "no memory for the sea\n");
        return EXIT_FAILURE;
    }
    for (int i = 0; i < BOATS; i++)
        if (!sea_hide(&sea, boats[i].x, boats[i].y))
            printf("%d,%d is taken\n", boats[i].x, boats[i].y);
    for (int i = 0; i < SHOTS; i++) {
        bool hit = sea_fire(&sea, shots[i].x, shots[i].y);

        printf("%d,%d: %s\n", shots[i].x, shots[i].y, hit ? "hit" : "water");
        if (sea_left(&sea) == 0) { /* @left */
            printf("all boats are found\n");
            break;
        }
    }
    sea_release(&sea);
    return EXIT_SUCCESS;
}
