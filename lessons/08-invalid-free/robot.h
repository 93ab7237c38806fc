/* SPDX-License-Identifier: MIT
 *
 * robot.h: a robot and the orders that it was given: "forward 3; left; forward 1".
 *
 * Life cycle: robot_new(), then robot_name() and robot_next(), then robot_free().
 */
#ifndef ROBOT_H
#define ROBOT_H

struct robot;

/* A robot with the orders in `orders`. Without a name (`name` is NULL) it is called
 * "the robot". Both are only read and stay the caller's. Returns a new robot, free with
 * robot_free(); NULL when memory ran out. */
struct robot *robot_new(const char *name, const char *orders);

/* Its name. Borrowed: valid until robot_free(). */
const char *robot_name(const struct robot *robot);

/* The order that comes next, without blanks before it; NULL when none is left.
 * Borrowed: valid until robot_free(). */
const char *robot_next(struct robot *robot);

/* Free a robot and all that it owns; NULL is allowed. */
void robot_free(struct robot *robot);

#endif
