/* SPDX-License-Identifier: MIT
 *
 * Ways to die, and sizes that cannot be, chosen by the first argument. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct pair {
    char room[16];
    int value;
};

int main(int argc, char **argv)
{
    const char *fault = argc > 1 ? argv[1] : "";
    struct pair *volatile none = NULL;
    char *volatile wild = (char *)(uintptr_t)0x7777777777777777;
    volatile int zero = 0;
    volatile size_t huge = SIZE_MAX / 2;
    if (strcmp(fault, "null-read") == 0)
        return none->value;
    if (strcmp(fault, "null-write") == 0)
        none->value = 1;
    if (strcmp(fault, "wild") == 0)
        *wild = 1;
    if (strcmp(fault, "divide") == 0)
        return 6 / zero;
    if (strcmp(fault, "illegal") == 0)
        __builtin_trap();
    if (strcmp(fault, "abort") == 0)
        abort();
    if (strcmp(fault, "literal") == 0)
        *(char *volatile)"text" = 'T';
    if (strcmp(fault, "free-low") == 0)
        free((void *)(uintptr_t)(huge & 0xf000));
    if (strcmp(fault, "too-big") == 0)
        return malloc(huge) == NULL;
    if (strcmp(fault, "calloc") == 0)
        return calloc(huge, 4) == NULL;
    if (strcmp(fault, "reallocarray") == 0)
        return reallocarray(NULL, huge, 4) == NULL;
    if (strcmp(fault, "alignment") == 0)
        return aligned_alloc(3, huge & 12) == NULL;
    return 0;
}
