/* SPDX-License-Identifier: MIT
 *
 * garden_main.c: a garden of four rows. When there is no memory for it, the gardener
 * tries again, five times at most.
 */
#include <stdio.h>
#include <stdlib.h>

#include "garden.h"

enum { ROWS = 4, COLUMNS = 9, TRIES = 5 };

int main(void)
{
    struct garden *garden = NULL;

    for (int tries = 0; garden == NULL && tries < TRIES; tries++)
        garden = garden_new(ROWS, COLUMNS);
    if (garden == NULL) {
        fprintf(stderr, "no memory for a garden\n");
        return EXIT_FAILURE;
    }
    for (size_t row = 0; row < ROWS; row += 2)
        for (size_t column = row; column < COLUMNS; column += 3)
            if (garden_plant(garden, row, column, row == 0 ? 'T' : 'L') != 0)
                fprintf(stderr, "no place %zu in row %zu\n", column, row);
    for (size_t row = 0; row < ROWS; row++)
        printf("%s\n", garden_row(garden, row));
    garden_free(garden);
    return EXIT_SUCCESS;
}
