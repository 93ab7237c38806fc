/* SPDX-License-Identifier: MIT
 *
 * buggy-getline.c: getline made room for the line, so nobody here feels that it is
 * theirs.
 */
#define _GNU_SOURCE
#include "visit.h"

#include <stdlib.h>
#include <string.h>

/* Take "09:15 Ada Lovelace\n" apart. Returns 1, 0 when there is no name, -1 when memory
 * ran out. */
static int take_apart(const char *line, struct visit *visit)
{
    size_t time = strcspn(line, " \n");
    const char *name = line + time + strspn(line + time, " ");
    size_t length = strcspn(name, "\n");

    if (time == 0 || length == 0)
        return 0;
    visit->time = strndup(line, time);
    visit->name = strndup(name, length);
    if (visit->time == NULL || visit->name == NULL) {
        visit_release(visit);
        return -1;
    }
    return 1;
}

int visit_read(FILE *log, struct visit *visit)
{
    int result = 0;
    char *line = NULL;
    size_t size = 0;

    while (result == 0 && getline(&line, &size, log) != -1) /* @alloc */
        result = take_apart(line, visit);
    return result; /* @lost */
}

const char *visit_name(const struct visit *visit)
{
    return visit->name;
}

char *visit_describe(const struct visit *visit)
{
    const char *name = visit_name(visit);
    char *text;

    if (asprintf(&text, "%s came at %s", name, visit->time) == -1)
        text = NULL;
    return text;
}

void visit_release(struct visit *visit)
{
    free(visit->time);
    free(visit->name);
    visit->time = NULL;
    visit->name = NULL;
}
