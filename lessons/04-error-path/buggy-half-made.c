/* SPDX-License-Identifier: MIT
 *
 * buggy-half-made.c: a log that is loaded whole or not at all. A table that cannot be
 * finished is not handed out.
 */
#include "sensor_log.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_SIZE = 16, COLDEST = -60, HOTTEST = 60 };

/* Free `names` and the `count` names in it, those that are NULL and `names` NULL too.
 */
static void names_free(char **names, size_t count)
{
    for (size_t i = 0; names != NULL && i < count; i++)
        free(names[i]);
    free(names);
}

/* Read a name. Returns a new text, free with free(); NULL when it is not in order or
 * memory ran out. */
static char *name_read(FILE *in)
{
    char word[NAME_SIZE];

    if (fscanf(in, "%15s", word) != 1 || !isalpha((unsigned char)word[0]))
        return NULL;
    return strdup(word); /* @name */
}

/* Read `count` names. Returns a new table, free with names_free(); NULL when a name is
 * not in order or memory ran out. */
static char **names_read(FILE *in, size_t count)
{
    char **names = calloc(count, sizeof *names); /* @names */

    if (names == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        names[i] = name_read(in);
        if (names[i] == NULL)
            return NULL; /* @lost */
    }
    return names;
}

/* Read a value for each thermometer. Returns 0, or -1 when one is not in order. */
static int row_read(FILE *in, double *row, size_t sensors)
{
    for (size_t i = 0; i < sensors; i++)
        if (fscanf(in, "%lf", &row[i]) != 1 ||
            !(row[i] >= COLDEST && row[i] <= HOTTEST))
            return -1;
    return 0;
}

int log_load(struct sensor_log *log, FILE *in)
{
    int result = -1;
    size_t sensors = 0, rows = 0;
    char **names = NULL;
    double *means = NULL, *row = NULL;

    if (fscanf(in, "%zu %zu", &sensors, &rows) != 2 || sensors == 0 ||
        sensors > SENSORS_MAX || rows == 0)
        goto out;
    names = names_read(in, sensors);
    if (names == NULL)
        goto out;
    means = calloc(sensors, sizeof *means);
    row = calloc(sensors, sizeof *row);
    if (means == NULL || row == NULL)
        goto out;

    for (size_t i = 0; i < rows; i++) {
        if (row_read(in, row, sensors) != 0)
            goto out;
        for (size_t j = 0; j < sensors; j++)
            means[j] += row[j] / (double)rows;
    }

    *log = (struct sensor_log){sensors, names, means};
    names = NULL; /* from here on they are the log's */
    means = NULL;
    result = 0;

out:
    free(row);
    free(means);
    names_free(names, sensors);
    return result;
}

void log_release(struct sensor_log *log)
{
    names_free(log->names, log->sensors);
    free(log->means);
    *log = (struct sensor_log){0};
}
