/* SPDX-License-Identifier: MIT */
/* A count that went negative is given to calloc. A product that is too large, of
 * numbers that are not, is no fault: calloc is there to find it. */
#include <stdlib.h>

int main(int argc, char **argv)
{
    (void)argv;
    int *most = calloc((size_t)-argc / 2, sizeof *most);
    free(most);
    int *values = calloc((size_t)(argc - 2), sizeof *values); /* @at */
    if (values == NULL)
        return 0;
    free(values);
    return 0;
}
