/* SPDX-License-Identifier: MIT
 *
 * write.no-end.c: there is no room for the end of the text.
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
    char *sign = malloc(3 * width);

    if (sign == NULL)
        return NULL;
    edge(sign, width);
    snprintf(sign + width, width + 1, "| %s |\n", text);
    edge(sign + 2 * width, width);
    sign[3 * width] = '\0';
    return sign;
}
