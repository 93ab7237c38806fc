/* SPDX-License-Identifier: MIT
 *
 * main.c: ask about four visits, and about none.
 */
#include <stdio.h>

#include "visits.h"

int main(void)
{
    static const int days[] = {0, DAYS - 1, DAYS - 2, DAYS - 1};
    static const size_t lengths[] = {4, 0};

    for (int i = 0; i < 2; i++)
        printf("%zu visits: busiest day %d\n", lengths[i],
               busiest_day(days, lengths[i]));
    return 0;
}
