/* SPDX-License-Identifier: MIT
 *
 * exercise.first-return.c: only the first list is closed, where the second one is
 * missing.
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
    int count = -1;
    FILE *one = fopen(first, "r");
    FILE *other = fopen(second, "r");
    FILE *to = NULL;

    if (one == NULL)
        return -1;
    if (other == NULL) {
        fclose(one);
        return -1;
    }
    to = fopen(both, "w");
    if (to == NULL)
        return -1;
    count = copy_lines(one, to);
    count += copy_lines(other, to);
    if (to != NULL)
        fclose(to);
    if (other != NULL)
        fclose(other);
    if (one != NULL)
        fclose(one);
    return count;
}

int lists_has(const char *list, const char *line)
{
    char got[LINE_ROOM];
    int found = 0;
    FILE *file = fopen(list, "r");

    if (file == NULL)
        return -1;
    while (found == 0 && fgets(got, sizeof got, file) != NULL) {
        got[strcspn(got, "\n")] = '\0';
        found = strcmp(got, line) == 0;
    }
    fclose(file);
    return found;
}
