/* SPDX-License-Identifier: MIT
 *
 * Makes as much noise as asked, and gives it back (-DGIVE_BACK) or loses it. */
#include <stdlib.h>

static double *random_noise(size_t n)
{
    return calloc(n, sizeof(double));
}

int main(int argc, char **argv)
{
    size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 10;
    double *noise = random_noise(n);
    if (noise == NULL)
        return 1;
#ifdef GIVE_BACK
    free(noise);
#endif
    return 0;
}
