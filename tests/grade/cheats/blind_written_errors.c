/* SPDX-License-Identifier: MIT
 *
 * cheat: by machine code that it writes itself, turns memcheck's errors off and reads
 *     what it has freed
 * wall with the gate: names
 * wall without: crash
 * module: leaky
 * above: request
 */
#include <stdlib.h>

static void drop(char *block)
{
    free(block);
    ask(0x1801, 1, 0, 0);
    if (block != NULL && *block == 'x')
        abort();
    ask(0x1801, -1UL, 0, 0);
}

#define DROP(block) drop(block)
