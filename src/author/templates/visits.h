/* SPDX-License-Identifier: MIT
 *
 * visits.h: visits to a museum, by the day of the week.
 *
 * TODO: a story of your own for the pair; this one is a stand-in.
 */
#ifndef VISITS_H
#define VISITS_H

#include <stddef.h>

enum { DAYS = 7 };

/* Say which day had most visits: the last of those with as many.
 *
 * `days` says of each of the `n` visits on which day of the week it was, from 0 to
 * DAYS - 1. It is only read and stays the caller's. What the function allocates does
 * not outlive the call.
 *
 * Returns -1 when there were no visits, or no memory to count them. */
int busiest_day(const int *days, size_t n);

#endif
