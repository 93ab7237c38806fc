/* SPDX-License-Identifier: MIT
 *
 * exercise.c: a recording freed by the wrong families. Mend it.
 */
#include <Python.h>

#include "recording.h"

struct recording *recording_new(const char *place, const double *samples, size_t count)
{
    struct recording *recording = PyMem_Calloc(1, sizeof *recording);

    if (recording == NULL)
        return NULL;
    recording->place = strdup(place);
    recording->samples = PyMem_New(double, count);
    if (recording->place == NULL || recording->samples == NULL) {
        recording_free(recording);
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        recording->samples[i] = samples[i];
    recording->count = count;
    return recording;
}

double recording_peak(const struct recording *recording)
{
    double peak = 0;

    for (size_t i = 0; i < recording->count; i++) {
        double sample = recording->samples[i];
        double distance = sample < 0 ? -sample : sample;

        if (distance > peak)
            peak = distance;
    }
    return peak;
}

void recording_free(struct recording *recording)
{
    if (recording == NULL)
        return;
    PyMem_Free(recording->place);
    free(recording->samples);
    PyMem_Free(recording);
}
