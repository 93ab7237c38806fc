/* SPDX-License-Identifier: MIT
 *
 * Pointers to inner blocks outlive the pointers to the lists that own them. The lists
 * are lost where their own last pointers are.
 *
 * expect: definitely-lost bytes=31 blocks=1 how=overwritten variable=list
 * expect: indirectly-lost bytes=15 blocks=1 how=overwritten variable=list alloc=name
 * expect: definitely-lost bytes=72 blocks=1 ring=2 how=overwritten variable=ring alloc=first lost=cut
 * expect: indirectly-lost bytes=24 blocks=1 ring=2 how=overwritten variable=ring alloc=second lost=cut
 * expect: indirectly-lost bytes=24 blocks=1 how=overwritten variable=ring alloc=text lost=cut
 */
#include <stdlib.h>

struct node {
    struct node *next;
    char *name;
};

struct link {
    struct link *next, *before;
    char *text;
};

static char first_letter(void)
{
    struct node *list = malloc(sizeof *list); /* @alloc */
    char *name = malloc(15);                  /* @name */

    list->next = NULL;
    list->name = name;
    list = NULL; /* @lost */
    name[0] = 'a';
    return name[0];
}

static char last_letter(void)
{
    struct link *ring = malloc(sizeof *ring);   /* @first */
    struct link *other = malloc(sizeof *other); /* @second */
    char *text = malloc(24);                    /* @text */

    ring->next = ring->before = other;
    other->next = other->before = ring;
    ring->text = other->text = text;
    other = NULL;
    ring = NULL; /* @cut */
    text[0] = 'b';
    return text[0];
}

int main(void)
{
    return first_letter() + last_letter() == 0;
}
