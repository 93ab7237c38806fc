/* SPDX-License-Identifier: MIT
 *
 * Later functions leave ints where the lost pointers were. An int of 0 in the upper half
 * makes the old lower half look like a pointer.
 *
 * expect: definitely-lost bytes=21 blocks=1 how=scope-end variable=first
 * expect: definitely-lost bytes=22 blocks=1 how=scope-end variable=second alloc=other lost=end
 */
#include <stdlib.h>

static void lose_first(void)
{
    char *first = malloc(21); /* @alloc */

    first[0] = 'x';
} /* @lost */

static void lose_second(void)
{
    int before = 1;
    char *second = malloc(22); /* @other */

    second[before] = 'x';
} /* @end */

static int upper_halves(int k)
{
    int a[16];

    for (int i = 1; i < 16; i += 2)
        a[i] = 0;
    return a[1] + k;
}

static int count(int n)
{
    int k = 0;
    int l = 0;

    for (int i = 0; i < n; i++)
        l += i;
    return k + l;
}

int main(void)
{
    lose_first();
    count(3);
    upper_halves(1);
    lose_second();
    upper_halves(2);
    return count(0);
}
