/* SPDX-License-Identifier: MIT
 *
 * buggy.c: noise made in a block of its own, which is never freed.
 */
#include "noise.h"

#include <math.h>
#include <stdlib.h>

/* The next number of a random sequence, from -1 to 1. */
static double next_value(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state / 2147483648.0 - 1.0;
}

/* Move the values so that their mean is 0. */
static void centre(double *values, size_t n)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += values[i];
    for (size_t i = 0; i < n; i++)
        values[i] -= sum / (double)n;
}

/* How far the loudest value is from 0. */
static double loudest(const double *values, size_t n)
{
    double peak = 0.0;

    for (size_t i = 0; i < n; i++)
        if (fabs(values[i]) > peak)
            peak = fabs(values[i]);
    return peak;
}

int random_noise(size_t n, unsigned seed, double *out)
{
    double *noise = malloc(n * sizeof *noise); /* @alloc */

    if (noise == NULL)
        return -1;
    for (size_t i = 0; i < n; i++)
        noise[i] = next_value(&seed);
    centre(noise, n);

    double peak = loudest(noise, n);
    if (peak == 0.0)
        return -1; /* @lost-early */
    for (size_t i = 0; i < n; i++)
        out[i] = noise[i] / peak;
    return 0; /* @lost */
}
