/* SPDX-License-Identifier: MIT
 * A member of what a pointer in brackets points to. */
#include <stdlib.h>
#include <string.h>

struct person {
    const char *name;
    struct person *next;
};

static size_t measure(struct person **link)
{
    return strlen((*link)->next->name) + strlen((*link)->name);
}

int main(void)
{
    struct person last = {NULL, NULL};
    struct person first = {"Ada", &last};
    struct person *start = &first;
    return (int)measure(&start);
}
