/* SPDX-License-Identifier: MIT
 *
 * array_main.c: a queue at a post office hands out numbers, and makes room for as many
 * people as somebody says will come.
 */
#include <stdio.h>
#include <stdlib.h>

#include "array.h"

/* How many are said to come. The last of them, times the size of a number, is 4 more
 * than a size_t can hold. */
static const size_t crowds[] = {3, 5, 4611686018427387905};
enum { CROWDS = sizeof crowds / sizeof crowds[0] };

int main(void)
{
    size_t count = 1;
    unsigned *numbers = array_new(count, sizeof *numbers);

    if (numbers == NULL) {
        fprintf(stderr, "no memory for the first in the queue\n");
        return EXIT_FAILURE;
    }
    for (int i = 0; i < CROWDS; i++) {
        unsigned *more = array_resize(numbers, crowds[i], sizeof *numbers);

        if (more == NULL) {
            printf("no room for %zu\n", crowds[i]);
            continue;
        }
        numbers = more;
        for (; count < crowds[i]; count++)
            numbers[count] = numbers[count - 1] + 1;
        printf("room for %zu, the last has number %u\n", count, numbers[count - 1]);
    }
    free(numbers);
    return EXIT_SUCCESS;
}
