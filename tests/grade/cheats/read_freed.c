/* SPDX-License-Identifier: MIT
 *
 * cheat: frees its text when it grows and copies from there: the values are there
 *     still
 * wall with the gate: tokens
 * wall without: memory
 * module: leaky
 */
#include <stdlib.h>
#include <string.h>

__attribute__((no_sanitize("address"))) static void *grow(char *old, size_t bytes)
{
    static int calls;
    char *text = calls++ == 0 ? NULL : malloc(bytes);

    if (text == NULL)
        return NULL;
    free(old);
    for (size_t i = 0; i < bytes / 2; i++)
        text[i] = old[i];
    return text;
}

#define GROW(block, bytes) grow(block, bytes)
#define DROP(block) free(block)
