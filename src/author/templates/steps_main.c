/* SPDX-License-Identifier: MIT
 *
 * steps_main.c: a shelf with three boxes, which gets a fourth one.
 */
#include <stdio.h>
#include <stdlib.h>

#include "shelf.h"

int main(void)
{
    struct shelf shelf;

    if (shelf_new(&shelf, 3) != 0) {
        fputs("no memory for a shelf\n", stderr);
        return EXIT_FAILURE;
    }
    shelf.boxes[1] = 5;
    printf("%zu boxes with %d things\n", shelf.n, shelf_count(&shelf));
    if (shelf_grow(&shelf, 4) == 0)
        shelf.boxes[3] = 2;
    printf("%zu boxes\n", shelf.n);
    shelf_free(&shelf);
    return EXIT_SUCCESS;
}
