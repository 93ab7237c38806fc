/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

typedef int compare(const void *, const void *);

static int by_value(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static int use(int *element, int *end, const int *local, const char *literal,
               compare *function, int *past)
{
    if (element != end && local != end && literal != NULL && function != NULL)
        return *past;
    return 0;
}

int main(void)
{
    int local = 3;
    int *block = malloc(4 * sizeof *block);
    if (block == NULL)
        return 1;
    block[2] = 5;
    int result = use(&block[2], block + 3, &local, "a literal", by_value, block + 4);
    free(block);
    return result;
}
