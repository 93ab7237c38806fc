/* SPDX-License-Identifier: MIT
 *
 * relay.h: a relay race, leg by leg.
 *
 *     legs [ no. 3, 62 s | no. 1, 58 s | no. 4, 61 s |     ]      count = 3
 *                            ▲
 *                         fastest
 *
 * Life cycle: relay_init(), then adding and asking. A relay owns no memory: there is
 * nothing to release. It may not be copied, since `fastest` points into it.
 */
#ifndef RELAY_H
#define RELAY_H

#include <stddef.h>

enum { RELAY_LEGS = 4 };

struct leg {
    int runner; /* the number on the shirt, from 1 */
    int seconds;
};

struct relay {
    struct leg legs[RELAY_LEGS];
    size_t count;
    const struct leg *fastest; /* one of `legs`; NULL: nobody has run */
};

/* Make a relay in which nobody has run. */
void relay_init(struct relay *relay);

/* Somebody has run. Returns 0, or -1 when all legs were run before: nothing changes
 * then. */
int relay_add(struct relay *relay, struct leg leg);

/* The number of the fastest runner; of two, that of the first. 0: nobody has run. */
int relay_fastest(const struct relay *relay);

/* How long all legs took, in seconds. */
int relay_time(const struct relay *relay);

#endif
