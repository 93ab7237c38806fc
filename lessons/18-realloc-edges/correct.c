/* SPDX-License-Identifier: MIT
 *
 * correct.c: a length of 0 is a case of its own, new notes are set, and a place in the
 * melody is a number.
 */
#include "melody.h"

#include <stdlib.h>

void melody_init(struct melody *melody)
{
    *melody = (struct melody){0};
}

int melody_set_length(struct melody *melody, size_t length)
{
    int *notes;

    if (length > MELODY_MOST)
        return -1;
    if (length == 0) {
        melody_release(melody);
        return 0;
    }
    notes = realloc(melody->notes, length * sizeof *notes);
    if (notes == NULL)
        return -1;
    for (size_t i = melody->length; i < length; i++)
        notes[i] = MELODY_REST;
    melody->notes = notes;
    melody->length = length;
    return 0;
}

int melody_repeat(struct melody *melody, size_t first, size_t count)
{
    size_t end = melody->length;

    if (melody_set_length(melody, end + count) != 0)
        return -1;
    for (size_t i = 0; i < count; i++)
        melody->notes[end + i] = melody->notes[first + i];
    return 0;
}

void melody_release(struct melody *melody)
{
    free(melody->notes);
    *melody = (struct melody){0};
}
