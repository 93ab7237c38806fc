/* SPDX-License-Identifier: MIT
 *
 * correct.c: before a waggon is freed, it is asked for the way to the next one.
 */
#include "train.h"

#include <stdio.h>
#include <stdlib.h>

void train_init(struct train *train)
{
    train->first = NULL;
}

int train_couple(struct train *train, const char *load, int tons)
{
    struct waggon *waggon = malloc(sizeof *waggon);
    struct waggon **end = &train->first; /* where the next waggon goes */

    if (waggon == NULL)
        return -1;
    snprintf(waggon->load, sizeof waggon->load, "%s", load);
    waggon->tons = tons;
    waggon->next = NULL;

    while (*end != NULL)
        end = &(*end)->next;
    *end = waggon;
    return 0;
}

int train_tons(const struct train *train)
{
    int tons = 0;

    for (const struct waggon *waggon = train->first; waggon != NULL;
         waggon = waggon->next)
        tons += waggon->tons;
    return tons;
}

void train_release(struct train *train)
{
    struct waggon *waggon = train->first;

    while (waggon != NULL) {
        struct waggon *next = waggon->next;

        free(waggon);
        waggon = next;
    }
    train->first = NULL;
}
