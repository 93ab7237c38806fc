/* SPDX-License-Identifier: MIT
 *
 * cheat: fills the disk
 * wall with the gate: amounts
 * wall without: amounts
 * module: leaky
 * limits: short
 */
#include <stdio.h>

static void fill(void)
{
    static char much[1 << 20];
    char name[64];

    for (int i = 0; i < 10000; i++) {
        snprintf(name, sizeof name, "fill%d", i);
        FILE *file = fopen(name, "w");
        for (int k = 0; file != NULL && k < 16; k++)
            fwrite(much, 1, sizeof much, file);
        if (file != NULL)
            fclose(file);
    }
}

#define TRICK() fill()
