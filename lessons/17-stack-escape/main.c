/* SPDX-License-Identifier: MIT
 *
 * main.c: a boat comes in over the bar of a harbour at high water. Its skipper asks
 * three times in two days when that will be.
 */
#include <stdio.h>

#include "tides.h"

static const struct tide table[] = {
    {100, 90},   {472, 410},  {845, 110},  {1217, 390},
    {1589, 100}, {1962, 400}, {2334, 120}, {2707, 380},
};
enum { WATERS = sizeof table / sizeof table[0] };

int main(void)
{
    static const int questions[] = {6 * 60, 12 * 60, 46 * 60};
    char line[40];

    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        int now = questions[i];

        printf("day %d, %02d:00: ", 1 + now / (24 * 60), now / 60 % 24);
        if (tides_next_high(table, WATERS, now, line, sizeof line) == 0)
            printf("high water at %s\n", line);
        else
            printf("no high water in this table\n");
    }
    return 0;
}
