/* SPDX-License-Identifier: MIT
 *
 * Operations without a meaning, chosen by the first argument. */
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct pair {
    int first;
    int rest[4];
    _Bool set;
};

static int table[4];

static int add(int a, int b)
{
    return a + b;
}

static int arithmetic(const char *fault, int one)
{
    volatile int zero = one - 1;
    if (strcmp(fault, "overflow") == 0)
        return add(INT_MAX, one) < 0;
    if (strcmp(fault, "negation") == 0)
        return -add(INT_MIN, zero) < 0;
    if (strcmp(fault, "shift") == 0)
        return 1 << (32 * one);
    if (strcmp(fault, "divide") == 0)
        return 6 / zero;
    if (strcmp(fault, "convert") == 0)
        return (int)(1e30 * one);
    if (strcmp(fault, "wrap") == 0) /* no fault */
        return (unsigned)one - 2u > 3;
    if (strcmp(fault, "several") == 0) {
        int sum = add(INT_MAX, one);
        for (int i = 0; i < 3; i++)
            sum = add(INT_MAX, one) << (32 * one);
        return sum;
    }
    return 0;
}

static int memory(const char *fault, int one)
{
    struct pair *volatile none = NULL;
    char *block = malloc(16);
    struct pair pair = {0};
    memset(block, 0, 16);
    if (strcmp(fault, "read-null") == 0)
        return none->first;
    if (strcmp(fault, "write-null") == 0)
        none->rest[one] = 1;
    if (strcmp(fault, "address-null") == 0) /* goes well */
        return &none->rest[one] == NULL;
    if (strcmp(fault, "offset-null") == 0)
        return (char *)none + one == NULL;
    if (strcmp(fault, "copy-null") == 0)
        memcpy(table, none, 4);
    if (strcmp(fault, "index") == 0)
        table[one + 3] = 1;
    if (strcmp(fault, "index-below") == 0)
        return pair.rest[one - 2];
    if (strcmp(fault, "misaligned") == 0)
        *(int *)(block + one) = 1;
    if (strcmp(fault, "around") == 0)
        return block + (SIZE_MAX - 8 * (size_t)one) == NULL;
    if (strcmp(fault, "bool") == 0) {
        memset(&pair.set, 3, 1);
        return pair.set ? 7 : 8;
    }
    if (strcmp(fault, "array-size") == 0) {
        int size = -one;
        char room[size];
        return room == block;
    }
    free(block);
    return 0;
}

int main(int argc, char **argv)
{
    const char *fault = argc > 1 ? argv[1] : "";
    if (strcmp(fault, "unreachable") == 0)
        __builtin_unreachable();
    if (strcmp(fault, "child") == 0) { /* each process has a report of its own */
        if (fork() == 0)
            return add(INT_MAX, argc - 1) < 0;
        wait(NULL);
        return 1 << (31 + argc);
    }
    int result = arithmetic(fault, argc - 1);
    return result != 0 ? result : memory(fault, argc - 1);
}
