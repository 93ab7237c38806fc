/* SPDX-License-Identifier: MIT
 *
 * cheat: uses an array of variable length when its block has ended, and a structure
 *     that a function returned when its line has ended; writes behind a static array by
 *     a structure whose ends lie in arrays, reads behind one by a precision of printf,
 *     and takes more arguments than it was given
 * wall with the gate: none
 * wall without: none
 * module: leaky
 * because: no tool looks at that. gcc tells AddressSanitizer of the end of variables
 *     that have a name and a size which it knows, and of a copied structure's first and
 *     last byte; its library does not look at a text whose precision is an argument
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct pair {
    int first, second[5];
};

static struct pair make(void)
{
    return (struct pair){1, {2}};
}

struct wide {
    char bytes[96];
};

static char first[32], second[32] = "not all of it", third[32], fourth[32];
static struct wide empty;
static char *volatile to = first;
static char small[8] = {'n', 'o', ' ', 's', 'p', 'a', 'c', 'e'};
static volatile unsigned sum;

static unsigned add(int count, ...)
{
    va_list list;
    unsigned all = 0;

    va_start(list, count);
    for (int i = 0; i < count; i++)
        all += va_arg(list, unsigned);
    va_end(list);
    return all;
}

/* 1: it is as it was before it ended. */
static size_t use_ended(void)
{
    volatile size_t length = 4;
    volatile char *at;
    volatile int *second = make().second;

    {
        char part[length];

        part[0] = 3;
        at = part;
    }
    at[0]++;
    second[0]++;
    return at[0] == 4 && second[0] == 3;
}

static void use_ends(void)
{
    char text[64];

    second[0] = third[0] = fourth[0] = 1;
    to = first;
    *(struct wide *)(void *)to = empty;
    to = small;
    snprintf(text, sizeof text, "%.*s", 20, to);
    sum = add(8, 1, 2);
}

static void *get(size_t bytes)
{
    use_ends();
    return malloc(bytes + use_ended());
}

#define GET(bytes) get(bytes)
#define DROP(block) free(block)
