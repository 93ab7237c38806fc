/* SPDX-License-Identifier: MIT
 *
 * correct.c: what a function has made, it returns as a value. A struct may be returned
 * with an array in it.
 */
#include "tides.h"

#include <stdio.h>

struct clock {
    char text[sizeof "00:00"];
};

/* The high waters of a table. */
struct selection {
    struct tide high[TIDES_MOST];
    size_t count;
};

/* `minute` as the time of a day. */
static struct clock clock_of(int minute)
{
    unsigned of_day = (unsigned)minute % (24 * 60);
    struct clock clock;

    snprintf(clock.text, sizeof clock.text, "%02u:%02u", of_day / 60, of_day % 60);
    return clock;
}

/* A water is high when the one before it and the one after it are lower. */
static struct selection high_waters(const struct tide *tides, size_t count)
{
    struct selection selection = {.count = 0};

    for (size_t i = 0; i < count; i++)
        if ((i == 0 || tides[i - 1].height < tides[i].height) &&
            (i + 1 == count || tides[i + 1].height < tides[i].height))
            selection.high[selection.count++] = tides[i];
    return selection;
}

int tides_next_high(const struct tide *tides, size_t count, int now, char *line,
                    size_t size)
{
    struct selection selection = high_waters(tides, count);
    size_t next = 0;

    while (next < selection.count && selection.high[next].minute <= now)
        next++;
    if (next == selection.count)
        return -1;

    struct clock clock = clock_of(selection.high[next].minute);
    const char *text = clock.text;
    int height = selection.high[next].height;

    if (text[0] == '0')
        text++;
    snprintf(line, size, "%s, %d.%d m", text, height / 100, height / 10 % 10);
    return 0;
}
