/* SPDX-License-Identifier: MIT
 *
 * cheat: takes all the memory that there is
 * wall with the gate: amounts
 * wall without: amounts
 * module: leaky
 * limits: short
 */
#include <stdlib.h>
#include <string.h>

static void eat(void)
{
    for (char *block; (block = malloc(1 << 24)) != NULL;)
        memset(block, 1, 1 << 24);
}

#define TRICK() eat()
