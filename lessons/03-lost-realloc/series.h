/* SPDX-License-Identifier: MIT
 *
 * series.h: a row of numbers that grows as needed.
 *
 *     data ──► [ 17.5 | 18.0 | 18.5 |      ]
 *                count = 3, capacity = 4
 *
 * Life cycle: series_init(), then series_add() and reading, then series_release().
 */
#ifndef SERIES_H
#define SERIES_H

#include <stddef.h>

struct series {
    double *data;    /* owned by the series */
    size_t count;    /* how many values it holds */
    size_t capacity; /* how many it has room for */
};

/* Make an empty series. Returns 0, or -1 when memory ran out: there is then
 * nothing to release. */
int series_init(struct series *series);

/* Add `value` at the end. Returns 0, or -1 when memory ran out: the series is
 * then as it was, and still has to be released. */
int series_add(struct series *series, double value);

/* Free what the series owns; it is then empty, without room. */
void series_release(struct series *series);

#endif
