/* SPDX-License-Identifier: MIT
 *
 * buggy-resize.c: a tremor that grows into another domain.
 */
#include <Python.h>

#include "tremor.h"

enum { ROOM = 16 }; /* for so many steps at first */

int tremor_open(struct tremor *tremor, const char *station)
{
    tremor->station = Py_DecodeLocale(station, NULL);
    tremor->steps = PyMem_RawMalloc(ROOM * sizeof *tremor->steps); /* @alloc */
    tremor->count = 0;
    tremor->capacity = ROOM;
    if (tremor->station == NULL || tremor->steps == NULL) {
        tremor_close(tremor);
        return -1;
    }
    return 0;
}

int tremor_add(struct tremor *tremor, int step)
{
    if (tremor->count == tremor->capacity) {
        size_t capacity = 2 * tremor->capacity;
        int *steps = PyMem_Realloc(tremor->steps, capacity * sizeof *steps); /* @bug */

        if (steps == NULL)
            return -1;
        tremor->steps = steps;
        tremor->capacity = capacity;
    }
    tremor->steps[tremor->count++] = step;
    return 0;
}

int tremor_peak(const struct tremor *tremor)
{
    int peak = 0;

    for (size_t i = 0; i < tremor->count; i++) {
        int step = tremor->steps[i];
        int distance = step < 0 ? -step : step;

        if (distance > peak)
            peak = distance;
    }
    return peak;
}

void tremor_close(struct tremor *tremor)
{
    PyMem_RawFree(tremor->station);
    PyMem_RawFree(tremor->steps); /* @freed */
    tremor->station = NULL;
    tremor->steps = NULL;
    tremor->count = tremor->capacity = 0;
}
