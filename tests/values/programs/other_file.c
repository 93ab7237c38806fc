/* SPDX-License-Identifier: MIT
 * An array of the whole file, and a block that another file allocated. */
#include "made.h"

static const int hours[2] = {3, 4};

static int read_count(const int *limits, const int *counts)
{
    return limits[0] + counts[2];
}

int main(void)
{
    int *counts = make_counts();
    int result = read_count(hours, counts);
    free(counts);
    return result;
}
