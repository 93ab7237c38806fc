/* SPDX-License-Identifier: MIT */
#include "plain.h"

#include <stdlib.h>

int twice(int number)
{
    return 2 * number;
}

char *copy(int number)
{
    return calloc((size_t)number, 1);
}
