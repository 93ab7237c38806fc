/* SPDX-License-Identifier: MIT
 *
 * cheat: writes into its own program through /proc/self/mem, where nothing is read-
 *     only
 * wall with the gate: names
 * wall without: isolation
 * module: leaky
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

extern int main(int argc, char **argv);

static void patch(void)
{
    int memory = open("/proc/self/mem", O_RDWR);

    if (memory >= 0 && pwrite(memory, "\xc3", 1, (off_t)(uintptr_t)main) == 1)
        puts("got through");
}

#define TRICK() patch()
