/* SPDX-License-Identifier: MIT
 *
 * Structures are copied whole, with fields that nobody has set. There the stack still
 * has a lost pointer.
 *
 * expect: definitely-lost bytes=23 blocks=1 how=scope-end variable=pair.text
 */
#include <stdlib.h>

struct pair {
    long number;
    char *text;
};

struct mixed {
    int a, b, c, d;
    char e[5];
};

static void lose(void)
{
    struct pair pair;

    pair.number = 1;
    pair.text = malloc(23); /* @alloc */
} /* @lost */

static long copy_pair(void)
{
    struct pair pair, copy;

    pair.number = 2;
    copy = pair;
    return copy.number;
}

static struct mixed make(int a)
{
    struct mixed mixed;

    mixed.a = a;
    return mixed;
}

static int copy_mixed(void)
{
    struct mixed mixed = make(3), copy;

    copy = mixed;
    return copy.a;
}

int main(void)
{
    lose();
    return copy_pair() + copy_mixed() - 5;
}
