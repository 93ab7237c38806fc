/* SPDX-License-Identifier: MIT
 *
 * sums: of lists of numbers. */
int sums_add(int sum, int number);
int sums_of(const int *list, int count);
