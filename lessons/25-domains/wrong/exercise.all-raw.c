/* SPDX-License-Identifier: MIT
 *
 * exercise.all-raw.c: a tour that stays in one domain, but in raw.
 */
#include <Python.h>

#include "tour.h"

enum { FIRST_CAPACITY = 8 };

int tour_init(struct tour *tour, const wchar_t *name)
{
    size_t length = wcstombs(NULL, name, 0);

    tour->name = length == (size_t)-1 ? NULL : PyMem_RawMalloc(length + 1);
    if (tour->name != NULL)
        wcstombs(tour->name, name, length + 1);
    tour->rooms = PyMem_RawMalloc(FIRST_CAPACITY * sizeof *tour->rooms);
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
        unsigned *rooms = PyMem_RawRealloc(tour->rooms, capacity * sizeof *rooms);

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
    PyMem_RawFree(tour->rooms);
    tour->name = NULL;
    tour->rooms = NULL;
    tour->count = tour->capacity = 0;
}
