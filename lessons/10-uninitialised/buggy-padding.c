/* SPDX-License-Identifier: MIT
 *
 * buggy-padding.c: the tallies lie side by side in memory: they are a sheet already.
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
    birds->tallies = malloc(KINDS * sizeof *birds->tallies); /* @alloc */
    if (birds->tallies == NULL)
        return -1;
    for (int i = 0; i < KINDS; i++) {
        birds->tallies[i].letter = letters[i];
        birds->tallies[i].seen = 0;
    }
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
        if (birds->tallies[kind].seen > birds->tallies[most].seen)
            most = kind;
    return most;
}

int birds_send(const struct birds *birds, int wire)
{
    size_t size = KINDS * sizeof *birds->tallies;
    ssize_t sent;

    sent = write(wire, birds->tallies, size); /* @bug */
    return sent == (ssize_t)size ? 0 : -1;
}

void birds_release(struct birds *birds)
{
    free(birds->tallies);
    free(birds->note);
}
