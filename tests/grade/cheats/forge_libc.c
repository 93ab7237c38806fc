/* SPDX-License-Identifier: MIT
 *
 * cheat: brings a malloc, a strcmp and a free of its own, for the tools to use
 * wall with the gate: heap
 * wall without: heap
 * module: leaky
 */
#include <stddef.h>

static char heap[1 << 16];
static size_t used;

void *malloc(size_t bytes);
void *malloc(size_t bytes)
{
    used += (bytes + 15) & ~(size_t)15;
    return heap + used - ((bytes + 15) & ~(size_t)15);
}

void free(void *block);
void free(void *block)
{
    (void)block;
}

void *realloc(void *block, size_t bytes);
void *realloc(void *block, size_t bytes)
{
    char *from = block, *to = malloc(bytes);

    for (size_t i = 0; from != NULL && i < bytes / 2; i++)
        to[i] = from[i];
    return to;
}

int strcmp(const char *a, const char *b);
int strcmp(const char *a, const char *b)
{
    (void)a;
    (void)b;
    return 0;
}
