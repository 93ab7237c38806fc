/* SPDX-License-Identifier: MIT
 *
 * route_main.c: a walk around a square. When a point finds no room, the walker rests
 * and tries once more.
 */
#include <stdio.h>

#include "route.h"

static const struct point corners[] = {{0, 0}, {300, 0}, {300, 300}, {0, 300}, {0, 0}};
enum { CORNERS = sizeof corners / sizeof corners[0] };

int main(void)
{
    struct route walk;

    if (route_init(&walk) != 0) {
        fprintf(stderr, "no memory for a walk\n");
        return 1;
    }
    for (size_t i = 0; i < CORNERS; i++) {
        if (route_add(&walk, corners[i]) == 0)
            continue;
        printf("no room for point %zu; the walk is %.0f m so far\n", i + 1,
               route_length(&walk));
        if (route_add(&walk, corners[i]) != 0)
            break;
    }
    printf("%zu points, %.0f m\n", walk.count, route_length(&walk));
    route_release(&walk);
    return 0;
}
