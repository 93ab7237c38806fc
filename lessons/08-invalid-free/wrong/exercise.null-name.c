/* SPDX-License-Identifier: MIT
 *
 * exercise.null-name.c: a robot without a name is refused.
 */
#define _GNU_SOURCE
#include "robot.h"

#include <stdlib.h>
#include <string.h>

struct robot {
    char *name;   /* owned */
    char *orders; /* owned: all orders, from the first */
    char *rest;   /* those that are left; points into `orders` */
};

struct robot *robot_new(const char *name, const char *orders)
{
    struct robot *robot = malloc(sizeof *robot);

    if (robot == NULL)
        return NULL;
    robot->name = name != NULL ? strdup(name) : NULL;
    robot->orders = strdup(orders);
    robot->rest = robot->orders;
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
    char *order = robot->rest + strspn(robot->rest, " ;");

    if (*order == '\0')
        return NULL;
    robot->rest = order + strcspn(order, ";");
    if (*robot->rest != '\0')
        *robot->rest++ = '\0';
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
