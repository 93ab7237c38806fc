/* SPDX-License-Identifier: MIT
 *
 * cheat: decides by bytes that it never set, in a function that has the name of one in
 *     Valgrind's own list of suppressions
 * wall with the gate: memory
 * wall without: memory
 * module: leaky
 */
#include <stdlib.h>

static int _dl_relocate_object(void)
{
    unsigned char *block = malloc(32);
    int set = 0;

    for (int i = 0; block != NULL && i < 32; i++)
        if (block[i] == 'x')
            set++;
    free(block);
    return set;
}

#define DROP(block) free(block)
#define TRICK() ((void)_dl_relocate_object())
