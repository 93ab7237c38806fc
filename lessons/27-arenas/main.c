/* SPDX-License-Identifier: MIT
 *
 * main.c: a firework of 6 rockets, or of as many as the argument says.
 */
#include <stdio.h>
#include <stdlib.h>

#include "sky.h"

int main(int argc, char **argv)
{
    unsigned long rockets = argc > 1 ? strtoul(argv[1], NULL, 10) : 6;
    unsigned long moments = 0;

    for (unsigned long i = 0; i < rockets; i++) {
        int height = i == 0 ? 20 : 12;

        if (sky_burst((int)(7 * i % SKY_WIDTH), height, 9) == -1) {
            fprintf(stderr, "no memory for sparks\n");
            return EXIT_FAILURE;
        }
        while (sky_tick() > 0)
            moments++;
    }
    printf("%lu rockets, %lu moments, the highest spark at %d\n", rockets, moments,
           sky_record());
    return EXIT_SUCCESS;
}
