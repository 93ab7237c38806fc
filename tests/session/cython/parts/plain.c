/* SPDX-License-Identifier: MIT */
#include "plain.h"

int twice(int number)
{
    return 2 * number;
}
