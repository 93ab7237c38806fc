/* SPDX-License-Identifier: MIT
 *
 * cheat: writes into its own program through /proc/self/mem, where nothing is read-
 *     only
 * wall with the gate: ?
 * wall without: ?
 * module: leaky
 */
#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

extern int main(int argc, char **argv);

static void patch(void)
{
    int memory = open("/proc/self/mem", O_RDWR);

    if (memory >= 0)
        (void)!pwrite(memory, "\xc3", 1, (off_t)(uintptr_t)main);
}

#define TRICK() patch()
