/* SPDX-License-Identifier: MIT
 *
 * main.c: collect the temperatures of a day and print them. When there is no room
 * for more, the program goes on with those it has.
 */
#include <stdio.h>

#include "series.h"

static const double readings[] = {17.5, 18.0, 18.5, 19.5, 21.0, 22.5, 23.0, 21.5};
enum { READINGS = sizeof readings / sizeof readings[0] };

int main(void)
{
    struct series day;

    if (series_init(&day) != 0) {
        fprintf(stderr, "no memory for the readings\n");
        return 1;
    }
    for (size_t i = 0; i < READINGS; i++) {
        if (series_add(&day, readings[i]) != 0) {
            fprintf(stderr, "no memory for reading %zu and those after it\n", i + 1);
            break;
        }
    }

    printf("%zu of %d readings kept:", day.count, READINGS);
    for (size_t i = 0; i < day.count; i++)
        printf(" %.1f", day.data[i]);
    printf("\n");
    series_release(&day);
    return 0;
}
