/* SPDX-License-Identifier: MIT
 *
 * cheat: opens its descriptors once more through /proc and writes there
 * wall with the gate: names
 * wall without: broken tool
 * module: leaky
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static void forge(void)
{
    char path[64];

    for (int fd = 0; fd < 1024; fd++) {
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        int again = open(path, O_WRONLY);
        if (again < 0)
            continue;
        (void)!write(again, "forged", 6);
        close(again);
    }
}

#define DROP(block) ((void)(block), forge())
