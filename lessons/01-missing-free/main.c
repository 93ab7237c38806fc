/* SPDX-License-Identifier: MIT
 *
 * main.c: the sounds of a small drum machine, a click and a drum, made of noise.
 */
#include <stdio.h>

#include "noise.h"

enum { CLICK = 1, DRUM = 100 };

int main(void)
{
    double click[CLICK];
    double drum[DRUM];

    if (random_noise(CLICK, 7, click) == 0)
        printf("click: %+.3f\n", click[0]);
    else
        printf("click: no noise, left out\n");

    if (random_noise(DRUM, 7, drum) == 0)
        printf("drum:  %+.3f %+.3f %+.3f ...\n", drum[0], drum[1], drum[2]);
    else
        printf("drum:  no noise, left out\n");
    return 0;
}
