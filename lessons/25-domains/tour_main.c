/* SPDX-License-Identifier: MIT
 *
 * tour_main.c: a tour for a rainy afternoon.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tour.h"

int main(void)
{
    static const unsigned rooms[] = {1, 2, 4, 5, 7, 11, 12, 14, 15, 3};
    const size_t count = sizeof rooms / sizeof rooms[0];
    struct tour tour;

    if (tour_init(&tour, L"Ships and lighthouses") != 0) {
        fprintf(stderr, "no memory for a tour\n");
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < count; i++)
        if (tour_add(&tour, rooms[i]) != 0) {
            fprintf(stderr, "no memory for room %u and those after it\n", rooms[i]);
            break;
        }
    printf("%s: %zu rooms, %s room 7\n", tour.name, tour.count,
           tour_visits(&tour, 7) ? "with" : "without");
    tour_release(&tour);
    return EXIT_SUCCESS;
}
