/* SPDX-License-Identifier: MIT
 *
 * Bench: losses whose variable takes a long search: fields of blocks that no variable
 * leads to, lost at many call stacks, in a program whose variables lead to many others.
 * Modules that Cython made are such programs.
 */
#include <stdlib.h>

#define FOUR(name) *name##0, *name##1, *name##2, *name##3
#define SIXTEEN(name) FOUR(name##0), FOUR(name##1), FOUR(name##2), FOUR(name##3)

struct wide {
    struct wide SIXTEEN(a), SIXTEEN(b), SIXTEEN(c), SIXTEEN(d);
};

#define MEMBERS (sizeof(struct wide) / sizeof(struct wide *))

static struct wide roots;
static void *hidden; /* a pointer to void: nobody knows what its target has */

static void lose_field(void)
{
    struct wide **field = hidden;

    field[1] = malloc(8);
    field[1] = NULL;
}

/* Each leaf has a call stack of its own. */
static void branch(int depth)
{
    if (depth == 0) {
        lose_field();
        return;
    }
    branch(depth - 1);
    branch(depth - 1);
}

int main(void)
{
    struct wide **members = (struct wide **)&roots;

    for (size_t i = 0; i < MEMBERS; i++)
        members[i] = calloc(1, sizeof(struct wide));
    hidden = malloc(64);
    branch(10);
    return 0;
}
