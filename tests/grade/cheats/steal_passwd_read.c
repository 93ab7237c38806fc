/* SPDX-License-Identifier: MIT
 *
 * cheat: reads the users of the machine while it runs, and prints them
 * wall with the gate: isolation
 * wall without: isolation
 * module: leaky
 */
#include <stdio.h>

static void show(void)
{
    char line[256];
    FILE *file = fopen("/etc/passwd", "r");

    if (file != NULL && fgets(line, sizeof line, file) != NULL)
        printf("got through: %s", line);
    if (file != NULL)
        fclose(file);
}

#define TRICK() show()
