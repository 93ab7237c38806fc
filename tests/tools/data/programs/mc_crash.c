/* SPDX-License-Identifier: MIT
 * Ways to crash: the first argument chooses. */
#include <assert.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

struct list {
    char pad[16];
    int length;
};

static volatile int zero;

static int length_of(const struct list *list)
{
    return list->length;
}

static int deep(int n)
{
    volatile char frame[4096];
    frame[0] = (char)n;
    return deep(n + 1) + frame[0];
}

int main(int argc, char **argv)
{
    const char *how = argc > 1 ? argv[1] : "";
    void (*volatile call)(void) = NULL;
    char *volatile literal = "constant";
    char *volatile block = malloc(8);
    if (strcmp(how, "null") == 0)
        return length_of(NULL);
    if (strcmp(how, "wild") == 0)
        *(volatile int *)0x123456789a = 1;
    if (strcmp(how, "literal") == 0)
        literal[0] = 'C';
    if (strcmp(how, "noncanonical") == 0)
        *(volatile int *)0x8123456789abcdef = 1;
    if (strcmp(how, "jump") == 0)
        call();
    if (strcmp(how, "abort") == 0)
        abort();
    if (strcmp(how, "assert") == 0)
        assert(block == NULL);
    if (strcmp(how, "divide") == 0)
        return 10 / zero;
    if (strcmp(how, "trap") == 0)
        __builtin_trap();
    if (strcmp(how, "deep") == 0)
        return deep(0);
    if (strcmp(how, "march") == 0)
        for (size_t i = 0;; i += 1024)
            block[i] = 1;
    free(block);
    return 0;
}
