/* SPDX-License-Identifier: MIT
 *
 * Indexes in indexes: each step is told, from the inside out. */

int main(void)
{
    int a[] = {1, 2, 3, 4};
    a[a[a[a[a[0]]]]] = 1;
    return 0;
}
