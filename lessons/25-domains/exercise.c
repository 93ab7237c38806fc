/* SPDX-License-Identifier: MIT
 *
 * exercise.c: a tour whose blocks change their domain. Mend it.
 */
#include <Python.h>

#include "tour.h"

enum { FIRST_CAPACITY = 8 };

int tour_init(struct tour *tour, const wchar_t *name)
{
    tour->name = Py_EncodeLocale(name, NULL);
    tour->rooms = PyMem_New(unsigned, FIRST_CAPACITY);
    tour->count = 0;
    tour->capacity = FIRST_CAPACITY;
    if (tour->name == NULL || tour->rooms == NULL) {
        tour_release(tour);
        return -1;
    }
    return 0;
}

int tour_add(struct tour *tour, unsigned room)
{
    if (tour->count == tour->capacity) {
        size_t capacity = 2 * tour->capacity;
        unsigned *rooms = PyObject_Realloc(tour->rooms, capacity * sizeof *rooms);

        if (rooms == NULL)
            return -1;
        tour->rooms = rooms;
        tour->capacity = capacity;
    }
    tour->rooms[tour->count++] = room;
    return 0;
}

int tour_visits(const struct tour *tour, unsigned room)
{
    for (size_t i = 0; i < tour->count; i++)
        if (tour->rooms[i] == room)
            return 1;
    return 0;
}

void tour_release(struct tour *tour)
{
    PyMem_RawFree(tour->name);
    PyMem_Free(tour->rooms);
    tour->name = NULL;
    tour->rooms = NULL;
    tour->count = tour->capacity = 0;
}
