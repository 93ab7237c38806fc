/* SPDX-License-Identifier: MIT
 *
 * buggy-alloca.c: alloca takes just as much as the table needs, and there is nothing to
 * free.
 */
#include "tides.h"

#include <alloca.h>
#include <stdio.h>

struct clock {
    char text[sizeof "00:00"];
};

/* The high waters of a table. */
struct selection {
    const struct tide *high;
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
    struct tide *high = alloca(count * sizeof *high);
    struct selection selection = {.count = 0};

    for (size_t i = 0; i < count; i++)
        if ((i == 0 || tides[i - 1].height < tides[i].height) &&
            (i + 1 == count || tides[i + 1].height < tides[i].height))
            high[selection.count++] = tides[i];
    selection.high = high;
    return selection;
}

int tides_next_high(const struct tide *tides, size_t count, int now, char *line,
                    size_t size)
{
    struct selection selection = high_waters(tides, count);
    size_t next = 0;

    while (next < selection.count && selection.high[next].minute <= now) /* @bug */
        next++;
    if (next == selection.count)
        return -1;

    struct clock clock = clock_of(selection.high[next].minute); /* @again */
    const char *text = clock.text;
    int height = selection.high[next].height; /* @more */

    if (text[0] == '0')
        text++;
    snprintf(line, size, "%s, %d.%d m", text, height / 100, height / 10 % 10);
    return 0;
}
