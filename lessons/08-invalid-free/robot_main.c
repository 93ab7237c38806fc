/* SPDX-License-Identifier: MIT
 *
 * robot_main.c: two robots, one with a name and one without, do what they are told.
 */
#include <stdio.h>
#include <stdlib.h>

#include "robot.h"

static const struct {
    const char *name, *orders;
} robots[] = {
    {"Talos", "forward 3; left; forward 1"},
    {NULL, "turn around"},
};
enum { ROBOTS = sizeof robots / sizeof robots[0] };

int main(void)
{
    for (int i = 0; i < ROBOTS; i++) {
        struct robot *robot = robot_new(robots[i].name, robots[i].orders);
        const char *order;

        if (robot == NULL) {
            fprintf(stderr, "no memory for robot %d\n", i + 1);
            return EXIT_FAILURE;
        }
        while ((order = robot_next(robot)) != NULL)
            printf("%s: %s\n", robot_name(robot), order);
        robot_free(robot);
    }
    return EXIT_SUCCESS;
}
