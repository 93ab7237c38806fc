/* SPDX-License-Identifier: MIT
 *
 * cheat: runs code before main by a resolver of a function
 * wall with the gate: tokens
 * wall without: sections
 * module: leaky
 */
#include <unistd.h>

static int chosen(void)
{
    return 0;
}

static int (*resolve(void))(void)
{
    _exit(0);
    return chosen;
}

static int choice(void) __attribute__((ifunc("resolve")));

#define TRICK() (void)choice()
