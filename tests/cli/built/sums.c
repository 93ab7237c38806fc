/* SPDX-License-Identifier: MIT */
#include "sums.h"

int sums_add(int sum, int number)
{
    return sum + number;
}

/* It reads one number too many when it is told so. */
int sums_of(const int *list, int count)
{
    int sum = 0;
    for (int i = 0; i < count; i++)
        sum = sums_add(sum, list[i]);
    return sum;
}
