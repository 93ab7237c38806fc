/* SPDX-License-Identifier: MIT
 *
 * buggy-returned.c: a time is a short text, so make it where it is needed, and return
 * it.
 */
#include "tides.h"

#include <stdio.h>

/* The high waters of a table. */
struct selection {
    struct tide high[TIDES_MOST];
    size_t count;
};

/* `minute` as the time of a day. */
static const char *clock_text(int minute)
{
    unsigned of_day = (unsigned)minute % (24 * 60);
    char text[sizeof "00:00"]; /* @declared */

    snprintf(text, sizeof text, "%02u:%02u", of_day / 60, of_day % 60);
    return text; /* @returned */
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

    const char *text = clock_text(selection.high[next].minute);
    int height = selection.high[next].height;

    if (text[0] == '0') /* @bug */
        text++;
    snprintf(line, size, "%s, %d.%d m", text, height / 100, height / 10 % 10);
    return 0;
}
