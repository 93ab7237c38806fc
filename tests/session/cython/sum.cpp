/* SPDX-License-Identifier: MIT */
#include "sum.h"

int sum_of(const std::vector<int> &numbers)
{
    int sum = 0;
    for (int number : numbers)
        sum += number;
    return sum;
}
