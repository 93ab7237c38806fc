/* SPDX-License-Identifier: MIT
 *
 * write.no-reset.c: after route_release, the route still points to its block.
 */
#include "route.h"

#include <math.h>
#include <stdlib.h>

enum { FIRST_CAPACITY = 2 };

int route_init(struct route *route)
{
    *route = (struct route){0};
    route->points = malloc(FIRST_CAPACITY * sizeof *route->points);
    if (route->points == NULL)
        return -1;
    route->capacity = FIRST_CAPACITY;
    return 0;
}

int route_add(struct route *route, struct point point)
{
    if (route->count == route->capacity) {
        size_t capacity = 2 * route->capacity;
        struct point *points = realloc(route->points, capacity * sizeof *route->points);

        if (points == NULL)
            return -1;
        route->points = points;
        route->capacity = capacity;
    }
    route->points[route->count++] = point;
    return 0;
}

double route_length(const struct route *route)
{
    double length = 0.0;

    for (size_t i = 1; i < route->count; i++)
        length += hypot(route->points[i].east - route->points[i - 1].east,
                        route->points[i].north - route->points[i - 1].north);
    return length;
}

void route_release(struct route *route)
{
    free(route->points);
}
