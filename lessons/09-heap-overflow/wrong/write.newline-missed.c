/* SPDX-License-Identifier: MIT
 *
 * write.newline-missed.c: the last line has no end of its own.
 */
#include "sign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Write "+---+\n", `width` bytes with the '\n', and nothing behind it. */
static void edge(char *line, size_t width)
{
    memset(line, '-', width);
    line[0] = '+';
    line[width - 2] = '+';
    line[width - 1] = '\n';
}

char *sign_for(const char *text)
{
    size_t width = strlen(text) + sizeof "|  |\n" - 1; /* of a line, with its '\n' */
    char *sign = malloc(3 * width + 1);

    if (sign == NULL)
        return NULL;
    edge(sign, width);
    snprintf(sign + width, width + 1, "| %s |\n", text);
    edge(sign + 2 * width, width);
    sign[3 * width - 1] = '\0';
    return sign;
}
