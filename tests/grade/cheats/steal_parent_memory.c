/* SPDX-License-Identifier: MIT
 *
 * cheat: reads and writes the memory of the process that grades it
 * wall with the gate: names
 * wall without: isolation
 * module: leaky
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static void look(void)
{
    char path[64];

    snprintf(path, sizeof path, "/proc/%d/mem", (int)getppid());
    if (open(path, O_RDWR) >= 0)
        puts("got through");
}

#define TRICK() look()
