/* SPDX-License-Identifier: MIT
 *
 * counter_main.c: count the visitors of four days. On the third, entry is free, and
 * four wheels are not enough.
 */
#include <stdio.h>
#include <stdlib.h>

#include "counter.h"

static const unsigned long days[] = {42, 918, 9051, 7};
enum { DAYS = sizeof days / sizeof days[0] };

int main(void)
{
    struct counter counter;

    if (counter_init(&counter, 4) != 0) {
        fprintf(stderr, "no memory for a counter\n");
        return EXIT_FAILURE;
    }
    for (int i = 0; i < DAYS; i++) {
        counter_add(&counter, days[i]);
        printf("day %d: %s\n", i + 1, counter.text); /* @read */
    }
    counter_release(&counter);
    return EXIT_SUCCESS;
}
