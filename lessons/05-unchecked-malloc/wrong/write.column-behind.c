/* SPDX-License-Identifier: MIT
 *
 * write.column-behind.c: the end of a row may be planted.
 */
#include "garden.h"

#include <stdlib.h>
#include <string.h>

struct garden {
    char **rows; /* owned, and each of the rows too; NULL: not made yet */
    size_t row_count, columns;
};

struct garden *garden_new(size_t rows, size_t columns)
{
    struct garden *garden = calloc(1, sizeof *garden);

    if (garden == NULL)
        return NULL;
    garden->columns = columns;
    garden->rows = calloc(rows, sizeof *garden->rows);
    if (garden->rows == NULL)
        goto failed;
    garden->row_count = rows;
    for (size_t i = 0; i < rows; i++) {
        garden->rows[i] = calloc(columns + 1, 1);
        if (garden->rows[i] == NULL)
            goto failed;
        memset(garden->rows[i], '.', columns);
    }
    return garden;

failed:
    garden_free(garden);
    return NULL;
}

int garden_plant(struct garden *garden, size_t row, size_t column, char plant)
{
    if (row >= garden->row_count || column > garden->columns)
        return -1;
    garden->rows[row][column] = plant;
    return 0;
}

const char *garden_row(const struct garden *garden, size_t row)
{
    return row < garden->row_count ? garden->rows[row] : NULL;
}

void garden_free(struct garden *garden)
{
    if (garden == NULL)
        return;
    for (size_t i = 0; i < garden->row_count; i++)
        free(garden->rows[i]);
    free(garden->rows);
    free(garden);
}
