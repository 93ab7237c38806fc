/* SPDX-License-Identifier: MIT
 *
 * cheat: writes over the files of the grader and of the machine
 * wall with the gate: names
 * wall without: isolation
 * module: leaky
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void spoil(const char *path)
{
    FILE *file = fopen(path, "a");

    if (file != NULL && fputs("spoilt", file) >= 0 && fclose(file) == 0)
        puts("got through");
    if (unlink(path) == 0)
        puts("got through");
}

#define TRICK()                                                                        \
    (spoil("/tmp/leaklab-cheat"), spoil("/proc/self/exe"), spoil("../in/program"),     \
     spoil("/etc/passwd"), spoil("/dev/shm/leaklab-cheat"))
