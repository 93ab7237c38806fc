/* SPDX-License-Identifier: MIT
 *
 * main.c: label a plot: a long note below it, a short name beside its axis.
 */
#include <stdio.h>
#include <stdlib.h>

#include "label.h"

static const char conditions[] =
    "Background noise at the harbour, pier 3, at night. Each point is the mean of\n"
    "sixteen readings, taken a second apart by a microphone two metres above the\n"
    "water; readings during which a ship passed were left out, as were those in\n"
    "rain or in wind above five metres a second. The band around the curve holds\n"
    "nine in ten of the readings. The microphone was calibrated before and after\n"
    "each night, and what it drifted in between was taken off evenly. Reference\n"
    "pressure for the level in decibels: twenty millionths of the unit given here,\n"
    "which is also the unit in which the readings themselves are stored";

static int no_memory(void)
{
    fprintf(stderr, "no memory for a label\n");
    return EXIT_FAILURE;
}

int main(void)
{
    struct label *note, *axis;

    note = label_new(conditions, "Pa");
    if (note == NULL)
        return no_memory();
    printf("below the plot: a note of %zu characters\n", note->length);
    label_free(note);

    axis = label_new("noise level", "dB");
    if (axis == NULL)
        return no_memory();
    printf("beside the axis: %s\n", axis->text);
    label_free(axis);
    return EXIT_SUCCESS;
}
