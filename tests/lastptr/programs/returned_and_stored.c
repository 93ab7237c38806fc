/* SPDX-License-Identifier: MIT
 *
 * Values are returned through several functions before they are stored. Nothing is
 * lost.
 *
 * expect: none
 */
#include <stdlib.h>
#include <string.h>

struct pair {
    char *a, *b;
};

static char *copy(const char *text)
{
    char *p = malloc(strlen(text) + 1);

    return p ? strcpy(p, text) : p;
}

static char *again(const char *text)
{
    return copy(text);
}

static char *join(char *a, char *b)
{
    char *p = malloc(strlen(a) + strlen(b) + 1);

    strcpy(p, a);
    strcat(p, b);
    free(a);
    free(b);
    return p;
}

static struct pair *pair_new(char *a, char *b)
{
    struct pair *pair = malloc(sizeof *pair);

    pair->a = a;
    pair->b = b;
    return pair;
}

int main(void)
{
    struct pair *pair = pair_new(join(again("x"), copy("y")), again("z"));

    free(pair->a);
    free(pair->b);
    free(pair);
    return 0;
}
