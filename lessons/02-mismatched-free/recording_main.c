/* SPDX-License-Identifier: MIT
 *
 * recording_main.c: record a tone that swells, and tell how loud it became.
 */
#include <stdio.h>
#include <stdlib.h>

#include "recording.h"

int main(void)
{
    double heard[128];
    const size_t count = sizeof heard / sizeof *heard;
    struct recording *recording;

    for (size_t i = 0; i < count; i++)
        heard[i] = (i % 2 == 0 ? 1.0 : -1.0) * (double)i / (double)count;

    recording = recording_new("harbour, pier 3", heard, count);
    if (recording == NULL) {
        fprintf(stderr, "no memory for a recording\n");
        return EXIT_FAILURE;
    }
    printf("%s: %zu samples, peak %.2f\n", recording->place, recording->count,
           recording_peak(recording));
    recording_free(recording);
    return EXIT_SUCCESS;
}
