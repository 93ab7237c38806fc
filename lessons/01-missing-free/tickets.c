/* SPDX-License-Identifier: MIT
 *
 * tickets.c: calls the tickets that wait at a counter, one after the other.
 */
#include <stdio.h>
#include <stdlib.h>

enum { TEXT_MAX = 32 };

/* What the loudspeaker says. Returns a new text, free with free(); NULL when memory
 * ran out. */
static char *announcement(char counter, int ticket)
{
    char *text = malloc(TEXT_MAX);

    if (text != NULL)
        snprintf(text, TEXT_MAX, "ticket %d, counter %c", ticket, counter);
    return text;
}

int main(void)
{
    char *text = NULL;

    for (int ticket = 41; ticket <= 43; ticket++) {
        text = announcement('B', ticket);
        if (text != NULL)
            puts(text);
    }
    free(text);
    return 0;
}
