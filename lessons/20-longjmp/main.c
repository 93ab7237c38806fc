/* SPDX-License-Identifier: MIT
 *
 * main.c: three rows of a scarf. In the second, somebody forgot the closing brackets.
 */
#include <stdio.h>
#include <stdlib.h>

#include "row.h"

int main(void)
{
    static const char *const rows[] = {"k2 2(p1 k1) k2", "k2 2(p1 3(k1 p1", "p8"};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t stopped;
        char *row = row_write_out(rows[i], &stopped);

        if (row != NULL)
            printf("row %zu: %s\n", i + 1, row);
        else
            printf("row %zu: cannot be read from character %zu on\n", i + 1,
                   stopped + 1);
        free(row);
    }
    return EXIT_SUCCESS;
}
