/* SPDX-License-Identifier: MIT
 *
 * main.c: two lines of a letter. What finds no room is left out, and the writer is
 * told.
 */
#include <stdio.h>
#include <stdlib.h>

#include "line.h"

/* Open a line with `text` in it, type `more` at the cursor and print it. Returns 0, or
 * -1 when memory ran out before there was a line to print. */
static int write_line(const char *text, const char *more)
{
    int result = -1;
    struct line line;
    char *string;

    if (line_init(&line, text) != 0) {
        printf("no memory for \"%s\"\n", text);
        return -1;
    }
    for (size_t i = 0; more[i] != '\0'; i++) {
        if (line_type(&line, more[i]) != 0) {
            printf("no memory for \"%s\"\n", more + i);
            break;
        }
    }
    string = line_string(&line);
    puts(string != NULL ? string : "no memory to print the line");
    if (string != NULL)
        result = 0;
    free(string);
    line_release(&line);
    return result;
}

int main(void)
{
    int result = write_line("Dear Al", "an");

    if (write_line("come", " and see the new engine!") != 0)
        result = -1;
    return result == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
