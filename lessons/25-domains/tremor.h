/* SPDX-License-Identifier: MIT
 *
 * tremor.h: what a seismograph felt. A thread listens to the instrument and adds step
 * after step; Python's code shows the tremor when it has ended.
 *
 * The thread does not hold Python's lock, the GIL. So all that a tremor owns is in the
 * raw domain, which needs no lock: from PyMem_RawMalloc to PyMem_RawFree.
 */
#ifndef TREMOR_H
#define TREMOR_H

#include <stddef.h>

struct tremor {
    wchar_t *station; /* owned, raw domain */
    int *steps;       /* owned, raw domain; `count` of them */
    size_t count;
    size_t capacity; /* how many steps there is room for */
};

/* Begin a tremor at `station`, which stays the caller's. Returns 0, and the tremor has
 * to be closed; -1 when memory ran out: there is then nothing to close. */
int tremor_open(struct tremor *tremor, const char *station);

/* Add a step, how far the needle went. May be called without the GIL. Returns -1 when
 * memory ran out: the tremor is then as it was. */
int tremor_add(struct tremor *tremor, int step);

/* The largest distance of a step from zero; 0 when there are none. */
int tremor_peak(const struct tremor *tremor);

/* Free what the tremor owns. */
void tremor_close(struct tremor *tremor);

#endif
