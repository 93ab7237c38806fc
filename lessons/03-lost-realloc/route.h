/* SPDX-License-Identifier: MIT
 *
 * route.h: a walk, as the points that it passes.
 *
 * Life cycle: route_init(), then route_add() and route_length(), then
 * route_release().
 */
#ifndef ROUTE_H
#define ROUTE_H

#include <stddef.h>

struct point {
    double east, north; /* metres */
};

struct route {
    struct point *points; /* owned by the route */
    size_t count;         /* how many there are */
    size_t capacity;      /* how many there is room for */
};

/* Make a route without points, with room for two. Returns 0, or -1 when memory ran
 * out: there is then nothing to release. */
int route_init(struct route *route);

/* Add a point at the end. When there is no room, the room is doubled. Returns 0, or -1
 * when memory ran out: the route is then as it was, and still has to be released. */
int route_add(struct route *route, struct point point);

/* How long the walk is, in metres: straight from each point to the next. 0 without
 * points, or with one. */
double route_length(const struct route *route);

/* Free what the route owns. It has no points then: `points` is NULL, `count` is 0. */
void route_release(struct route *route);

#endif
