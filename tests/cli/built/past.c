/* SPDX-License-Identifier: MIT
 *
 * Two faults that memcheck does not see: an array on the stack is read past its end,
 * and a sum is too large. */
#include <limits.h>
#include <stdio.h>

#include "sums.h"

int main(void)
{
    int list[4] = {1, 2, 3, 4};
    volatile int sum = sums_of(list, 5) * 0;
    sum = sums_add(INT_MAX, 1);
    printf("past: %s\n", sum == 12345 ? "odd" : "done");
    return 0;
}
