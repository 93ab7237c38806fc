/* SPDX-License-Identifier: MIT
 *
 * buggy-free.c: an hour with a note keeps a copy of it; one without has nothing to
 * keep.
 */
#define _GNU_SOURCE
#include "birds.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char letters[] = "RSTW";

int birds_init(struct birds *birds, const char *note)
{
    birds->tallies = malloc(KINDS * sizeof *birds->tallies);
    if (birds->tallies == NULL)
        return -1;
    for (int i = 0; i < KINDS; i++) {
        birds->tallies[i].letter = letters[i];
        birds->tallies[i].seen = 0;
    }
    if (note != NULL && (birds->note = strdup(note)) == NULL) { /* @alloc */
        free(birds->tallies);
        return -1;
    }
    return 0;
}

void birds_see(struct birds *birds, enum bird kind)
{
    birds->tallies[kind].seen++;
}

enum bird birds_most(const struct birds *birds)
{
    enum bird most = ROBIN;

    for (enum bird kind = SPARROW; kind < KINDS; kind++)
        if (birds->tallies[kind].seen > birds->tallies[most].seen)
            most = kind;
    return most;
}

int birds_send(const struct birds *birds, int wire)
{
    char sheet[KINDS * (1 + sizeof(unsigned))];
    char *end = sheet;
    ssize_t sent;

    for (int i = 0; i < KINDS; i++) {
        *end++ = birds->tallies[i].letter;
        end = mempcpy(end, &birds->tallies[i].seen, sizeof birds->tallies[i].seen);
    }
    sent = write(wire, sheet, sizeof sheet);
    return sent == (ssize_t)sizeof sheet ? 0 : -1;
}

void birds_release(struct birds *birds)
{
    free(birds->tallies);
    free(birds->note); /* @bug */
}
