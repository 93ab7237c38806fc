/* SPDX-License-Identifier: MIT
 *
 * Loaded by a program while it runs. It does not look at what calloc returned. */
#include <stdlib.h>

void plugin_run(void);
void plugin_run(void)
{
    int *counts = calloc(3, sizeof *counts);
    counts[0] = 1;
    free(counts);
}
