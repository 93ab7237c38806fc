/* SPDX-License-Identifier: MIT
 *
 * board_main.c: somebody pins a note each day, for 10 days, or for as many as the
 * argument says. The board hangs in the hall to the end.
 */
#include <stdio.h>
#include <stdlib.h>

#include "board.h"

int main(int argc, char **argv)
{
    static struct board hall;
    unsigned long days = argc > 1 ? strtoul(argv[1], NULL, 10) : 10;
    char text[40];

    board_init(&hall);
    for (unsigned long day = 1; day <= days; day++) {
        snprintf(text, sizeof text, "day %lu: soup at noon", day);
        if (board_pin(&hall, text) != 0) {
            fprintf(stderr, "no memory for the note of day %lu\n", day);
            return EXIT_FAILURE;
        }
    }
    for (unsigned i = 0; board_read(&hall, i) != NULL; i++)
        printf("%s\n", board_read(&hall, i));
    return EXIT_SUCCESS;
}
