/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

static double average(const int *values, int count)
{
    double sum = 0;
    for (int i = 0; i <= count; i++)
        sum += values[i];
    return sum / count;
}

int main(void)
{
    int count = 4;
    int *values = malloc((size_t)count * sizeof *values);
    if (values == NULL)
        return 1;
    for (int i = 0; i < count; i++)
        values[i] = 10 * i;
    double result = average(values, count);
    free(values);
    return result > 100;
}
