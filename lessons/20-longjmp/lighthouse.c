/* SPDX-License-Identifier: MIT
 *
 * lighthouse.c: the keeper of a lighthouse keeps a log. In a storm he drops everything
 * and rings the bell.
 */
#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STORM = 9, LINE_ROOM = 48 };

static jmp_buf bell;

/* Returns a new line of the log, or NULL. */
static char *new_line(const char *text, int wind)
{
    char *line = malloc(LINE_ROOM);

    if (line != NULL)
        snprintf(line, LINE_ROOM, "%s, wind %d", text, wind);
    return line;
}

static void look_out(int wind)
{
    char *ships = new_line("no ship in sight", wind);

    if (ships != NULL)
        puts(ships);
    free(ships);
    if (wind > STORM)
        longjmp(bell, 1);
}

static void keep_watch(int wind)
{
    char *log = new_line("all is well", wind);

    look_out(wind);
    if (log != NULL)
        puts(log);
    free(log);
}

/* Returns whether the night was calm. */
static bool spend_night(int wind)
{
    if (setjmp(bell) != 0)
        return false;
    keep_watch(wind);
    return true;
}

int main(void)
{
    static const int winds[] = {4, 11, 6};

    for (size_t night = 0; night < sizeof winds / sizeof winds[0]; night++)
        if (!spend_night(winds[night]))
            puts("the bell rings");
    return EXIT_SUCCESS;
}
