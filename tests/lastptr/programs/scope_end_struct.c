/* SPDX-License-Identifier: MIT
 *
 * A local struct that holds the pointer goes out of scope.
 *
 * expect: definitely-lost bytes=34 blocks=1 how=scope-end variable=point.label
 */
#include <stdlib.h>

struct point {
    double x, y;
    char *label;
};

static double norm(double x)
{
    struct point point = {x, x, NULL};

    point.label = malloc(34); /* @alloc */
    return point.x * point.y; /* @lost */
}

int main(void)
{
    return norm(0.0) > 0.0;
}
