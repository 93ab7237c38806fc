/* SPDX-License-Identifier: MIT */
/* Only a pointer into the middle of the line is kept. */
#include <stdlib.h>
#include <string.h>

static char *cursor;

int main(void)
{
    char *line = malloc(24); /* @alloc */
    if (line == NULL)
        return 1;
    strcpy(line, "key=value");
    cursor = line + 4;
    line = NULL;
    return cursor[0] == 'v' ? 0 : 1;
}
