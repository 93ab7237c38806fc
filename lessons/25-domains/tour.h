/* SPDX-License-Identifier: MIT
 *
 * tour.h: a tour through a museum, room after room, for the guide that visitors carry.
 *
 * It is made and read by Python's code, which holds the GIL. All that a tour owns is in
 * the mem domain: from PyMem_Malloc to PyMem_Free.
 */
#ifndef TOUR_H
#define TOUR_H

#include <stddef.h>

struct tour {
    char *name;      /* owned, mem domain */
    unsigned *rooms; /* owned, mem domain; `count` of them */
    size_t count;
    size_t capacity; /* how many rooms there is space for */
};

/* Begin a tour called `name`, which stays the caller's. Returns 0, and the tour has to
 * be released; -1 when memory ran out: there is then nothing to release. */
int tour_init(struct tour *tour, const wchar_t *name);

/* Lead the tour through one more room. Returns -1 when memory ran out: the tour is then
 * as it was. */
int tour_add(struct tour *tour, unsigned room);

/* Whether the tour comes through `room`. */
int tour_visits(const struct tour *tour, unsigned room);

/* Free what the tour owns. */
void tour_release(struct tour *tour);

#endif
