/* SPDX-License-Identifier: MIT
 *
 * exercise.c: joins shopping lists, and leaves files open on the way. Mend it.
 */
#include "lists.h"

#include <stdio.h>
#include <string.h>

enum { LINE_ROOM = 100 };

/* Copy all lines; returns how many. Both files stay open. */
static int copy_lines(FILE *from, FILE *to)
{
    char line[LINE_ROOM];
    int count = 0;

    while (fgets(line, sizeof line, from) != NULL) {
        fputs(line, to);
        count++;
    }
    return count;
}

int lists_join(const char *first, const char *second, const char *both)
{
    int count;
    FILE *one = fopen(first, "r");
    FILE *other = fopen(second, "r");
    FILE *to;

    if (one == NULL || other == NULL)
        return -1;
    to = fopen(both, "w");
    if (to == NULL)
        return -1;
    count = copy_lines(one, to);
    count += copy_lines(other, to);
    fclose(to);
    fclose(other);
    fclose(one);
    return count;
}

int lists_has(const char *list, const char *line)
{
    char got[LINE_ROOM];
    FILE *file = fopen(list, "r");

    if (file == NULL)
        return -1;
    while (fgets(got, sizeof got, file) != NULL) {
        got[strcspn(got, "\n")] = '\0';
        if (strcmp(got, line) == 0)
            return 1;
    }
    fclose(file);
    return 0;
}
