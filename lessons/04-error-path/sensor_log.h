/* SPDX-License-Identifier: MIT
 *
 * sensor_log.h: a day of the thermometers in a house, and what each measured on
 * average.
 *
 *     3 2                   three thermometers, two rows
 *     cellar attic roof     their names: a letter first
 *     11.5 19.0 8.0         a row: one value for each, from -60 to 60
 *     11.5 20.0 9.0
 *
 * Life cycle: log_load(), then reading, then log_release().
 */
#ifndef SENSOR_LOG_H
#define SENSOR_LOG_H

#include <stddef.h>
#include <stdio.h>

enum { SENSORS_MAX = 100 };

struct sensor_log {
    size_t sensors;
    char **names;  /* owned by the log, and each of the names as well */
    double *means; /* owned by the log: the average of each thermometer */
};

/* Load a log from `in`, which stays the caller's. Returns 0, and the log has to be
 * released; or -1 when a line is not in order or memory ran out: the log is then as it
 * was, there is nothing to release, and `in` stands anywhere. */
int log_load(struct sensor_log *log, FILE *in);

/* Free what the log owns; it has no thermometers then. */
void log_release(struct sensor_log *log);

#endif
