/* SPDX-License-Identifier: MIT */
/* A count that went negative becomes an enormous size. */
#include <stdlib.h>

int main(int argc, char **argv)
{
    (void)argv;
    int count = argc - 2;
    int *values = malloc((size_t)count * sizeof *values); /* @at */
    if (values == NULL)
        return 0;
    free(values);
    return 0;
}
