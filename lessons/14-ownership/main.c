/* SPDX-License-Identifier: MIT
 *
 * main.c: read the log of a morning aloud.
 */
#include <stdio.h>
#include <stdlib.h>

#include "visit.h"

static char morning[] = "08:50 Grace Hopper\n"
                        "09:15 Ada Lovelace\n"
                        "09:20\n"
                        "10:05 Alan Turing\n";

int main(void)
{
    struct visit visit;
    int got;
    FILE *log = fmemopen(morning, sizeof morning - 1, "r");

    if (log == NULL) {
        perror("cannot read the log");
        return EXIT_FAILURE;
    }
    while ((got = visit_read(log, &visit)) == 1) {
        char *text = visit_describe(&visit);

        puts(text != NULL ? text : "a visit, and no memory to describe it");
        free(text);
        visit_release(&visit);
    }
    fclose(log);
    return got == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
