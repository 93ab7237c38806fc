/* SPDX-License-Identifier: MIT
 *
 * buggy-malloc.c: an hour starts with fresh memory, and counts in it.
 */
#define _GNU_SOURCE
#include "birds.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char letters[] = "RSTW";

int birds_init(struct birds *birds, const char *note)
{
    birds->note = NULL;
    birds->tallies = malloc(KINDS * sizeof *birds->tallies);
    if (birds->tallies == NULL)
        return -1;
    for (int i = 0; i < KINDS; i++)
        birds->tallies[i].letter = letters[i];
    if (note != NULL && (birds->note = strdup(note)) == NULL) {
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
        if (birds->tallies[kind].seen > birds->tallies[most].seen) /* @bug */
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
    sent = write(wire, sheet, sizeof sheet); /* @sent */
    return sent == (ssize_t)sizeof sheet ? 0 : -1;
}

void birds_release(struct birds *birds)
{
    free(birds->tallies);
    free(birds->note);
}
