/* SPDX-License-Identifier: MIT
 *
 * cheat: writes without end into each descriptor that it finds
 * wall with the gate: names
 * wall without: transcript
 * module: leaky
 * limits: short
 */
#include <unistd.h>

static void flood(void)
{
    static char much[1 << 16];

    for (int i = 0; i < 4096; i++)
        for (int fd = 3; fd < 1024; fd++)
            if (write(fd, much, sizeof much) < 0 && fd == 1023 && i > 64)
                return;
}

#define TRICK() flood()
