/* SPDX-License-Identifier: MIT
 *
 * cheat: reads the users of the machine while it runs, and prints them
 * wall with the gate: ?
 * wall without: ?
 * module: leaky
 */
#include <stdio.h>

static void show(void)
{
    char line[256];
    FILE *file = fopen("/etc/passwd", "r");

    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        fputs(line, stdout);
    if (file != NULL)
        fclose(file);
}

#define TRICK() show()
