/* SPDX-License-Identifier: MIT
 *
 * write.c: yours to write. route.h says what each function does and who owns what;
 * test_route.c asks for it. Until then, every function says that it could not.
 */
#include "route.h"

#include <stdlib.h>

int route_init(struct route *route)
{
    *route = (struct route){0};
    return -1;
}

int route_add(struct route *route, struct point point)
{
    (void)route;
    (void)point;
    return -1;
}

double route_length(const struct route *route)
{
    (void)route;
    return 0.0;
}

void route_release(struct route *route)
{
    (void)route;
}
