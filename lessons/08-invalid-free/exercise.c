/* SPDX-License-Identifier: MIT
 *
 * exercise.c: robots that cannot be put away. Mend it.
 */
#define _GNU_SOURCE
#include "robot.h"

#include <stdlib.h>
#include <string.h>

struct robot {
    char *name;
    char *orders; /* those that are left */
};

struct robot *robot_new(const char *name, const char *orders)
{
    struct robot *robot = malloc(sizeof *robot);

    if (robot == NULL)
        return NULL;
    robot->name = name != NULL ? strdup(name) : "the robot";
    robot->orders = strdup(orders);
    if (robot->name == NULL || robot->orders == NULL) {
        robot_free(robot);
        return NULL;
    }
    return robot;
}

const char *robot_name(const struct robot *robot)
{
    return robot->name;
}

const char *robot_next(struct robot *robot)
{
    char *order = robot->orders + strspn(robot->orders, " ;");

    if (*order == '\0')
        return NULL;
    robot->orders = order + strcspn(order, ";");
    if (*robot->orders != '\0')
        *robot->orders++ = '\0';
    return order;
}

void robot_free(struct robot *robot)
{
    if (robot == NULL)
        return;
    free(robot->orders);
    free(robot->name);
    free(robot);
}
