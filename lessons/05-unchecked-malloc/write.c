/* SPDX-License-Identifier: MIT
 *
 * write.c: yours to write. garden.h says what each function does and who owns what;
 * test_garden.c asks for it. Until then, every function says that it could not.
 */
#include "garden.h"

#include <stdlib.h>

struct garden {
    size_t rows, columns;
};

struct garden *garden_new(size_t rows, size_t columns)
{
    (void)rows;
    (void)columns;
    return NULL;
}

int garden_plant(struct garden *garden, size_t row, size_t column, char plant)
{
    (void)garden;
    (void)row;
    (void)column;
    (void)plant;
    return -1;
}

const char *garden_row(const struct garden *garden, size_t row)
{
    (void)garden;
    (void)row;
    return NULL;
}

void garden_free(struct garden *garden)
{
    (void)garden;
}
