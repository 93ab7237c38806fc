/* SPDX-License-Identifier: MIT
 *
 * departures.c: the departure board of a station. Each train has a row of letters,
 * the time at its left end and the platform at its right, and the board shows every
 * letter that it is sent.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WIDTH = 32, TIME = 6, PLATFORM = WIDTH - 3 };

struct train {
    const char *time, *to, *platform;
};

static const struct train trains[] = {
    {"08:05", "Salisbury", "2"},
    {"08:12", "Llanfairpwllgwyngyll", "11"},
    {"08:31", "Ely", "4"},
};
enum { TRAINS = sizeof trains / sizeof trains[0] };

/* Put `text` into the row, from column `column` on. */
static void put(char *row, size_t column, const char *text)
{
    memcpy(row + column, text, strlen(text));
}

/* The row of a train, WIDTH letters without an end mark; a new one, free with free();
 * NULL when memory ran out. */
static char *row_of(const struct train *train)
{
    char *row = malloc(WIDTH);

    if (row == NULL)
        return NULL;
    memset(row, ' ', PLATFORM);
    put(row, 0, train->time);
    put(row, TIME, train->to);
    put(row, PLATFORM, train->platform);
    row[WIDTH - 1] = '\n';
    return row;
}

int main(void)
{
    for (size_t i = 0; i < TRAINS; i++) {
        char *row = row_of(&trains[i]);

        if (row == NULL) {
            fprintf(stderr, "no memory for a row\n");
            return EXIT_FAILURE;
        }
        if (write(STDOUT_FILENO, row, WIDTH) != WIDTH)
            perror("the board is gone");
        free(row);
    }
    return EXIT_SUCCESS;
}
