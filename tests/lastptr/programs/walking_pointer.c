/* SPDX-License-Identifier: MIT
 *
 * A second pointer moves through the block and past its end. Nothing is lost.
 *
 * expect: none
 */
#include <stdlib.h>

int main(void)
{
    int *values = malloc(10 * sizeof *values), *p;
    int sum = 0;

    for (p = values; p < values + 10; p++)
        *p = (int)(p - values);
    for (p = values; p < values + 10; p++)
        sum += *p;
    free(values);
    return sum != 45;
}
