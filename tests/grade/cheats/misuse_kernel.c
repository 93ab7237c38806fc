/* SPDX-License-Identifier: MIT
 *
 * cheat: has the kernel read a file into a block that it has freed where no tool looks
 *     on: the kernel only tells of it where the block cannot be used
 * wall with the gate: fence
 * wall without: fence
 * module: leaky
 * above: find
 */
#include <stdio.h>

enum { LARGE = 16384 }; /* more than a stream's buffer, which is passed over then */

static void *get(size_t bytes)
{
    FILE *file = look() == NOBODY ? fopen("/usr/include/stdio.h", "r") : NULL;
    char *volatile block;

    if (file == NULL)
        return malloc(bytes);
    fgetc(file);
    block = malloc(LARGE); /* behind all others, so that nothing else lies there soon */
    free(block);
    if (fread(block, 1, LARGE, file) > LARGE / 2)
        block[0] = '\0';
    fclose(file);
    return malloc(bytes);
}

#define GET(bytes) get(bytes)
#define DROP(block) free(block)
