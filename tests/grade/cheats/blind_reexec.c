/* SPDX-License-Identifier: MIT
 *
 * cheat: starts itself again with an environment in which nobody looks
 * wall with the gate: names
 * wall without: completion
 * module: leaky
 */
#include <stdlib.h>
#include <unistd.h>

static void again(void)
{
    char *argv[] = {"program", NULL};
    char *env[] = {"ASAN_OPTIONS=detect_leaks=0", "LD_PRELOAD=", NULL};

    if (getenv("ASAN_OPTIONS") != NULL || getenv("LD_PRELOAD") != NULL)
        execve("/proc/self/exe", argv, env);
}

#define TRICK() again()
