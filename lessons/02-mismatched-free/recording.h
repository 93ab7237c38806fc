/* SPDX-License-Identifier: MIT
 *
 * recording.h: what a microphone heard at one place, on its way to an array in
 * Python. A recording owns copies of all that it was made from.
 */
#ifndef RECORDING_H
#define RECORDING_H

#include <stddef.h>

struct recording {
    char *place;     /* owned; ends with '\0' */
    double *samples; /* owned; `count` of them */
    size_t count;
};

/* Returns a new recording with copies of `place` and of the `count` samples, free
 * with recording_free(). NULL: no memory. */
struct recording *recording_new(const char *place, const double *samples, size_t count);

/* The largest distance of a sample from zero; 0 when there are none. */
double recording_peak(const struct recording *recording);

/* Free the recording and all it owns. `recording` may be NULL. */
void recording_free(struct recording *recording);

#endif
