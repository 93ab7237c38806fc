/* SPDX-License-Identifier: MIT
 *
 * Faults of heap blocks, chosen by the first argument. */
#include <stdlib.h>
#include <string.h>

static int *numbers(size_t count)
{
    return calloc(count, sizeof(int));
}

static void drop(int *block)
{
    free(block);
}

int main(int argc, char **argv)
{
    const char *fault = argc > 1 ? argv[1] : "";
    int *block = numbers(10);
    int value = 0;
    volatile int one = 1, ten = 10, less = -2;
    if (strcmp(fault, "write-after") == 0)
        block[ten] = 1;
    else if (strcmp(fault, "read-before") == 0)
        value = block[less];
    else if (strcmp(fault, "fill") == 0)
        memset(block, one, 44);
    else if (strcmp(fault, "overlap") == 0)
        memcpy(block + one, block, 12);
    else if (strcmp(fault, "negative") == 0)
        memmove(block, block + 1, (size_t)less);
    else if (strcmp(fault, "inside") == 0)
        drop(block + one);
    else if (strcmp(fault, "local") == 0)
        drop((int *)&one);
    drop(block);
    if (strcmp(fault, "freed") == 0)
        value = block[one];
    else if (strcmp(fault, "twice") == 0)
        drop(block);
    else if (strcmp(fault, "realloc") == 0)
        block = realloc(block, 80);
    return value;
}
