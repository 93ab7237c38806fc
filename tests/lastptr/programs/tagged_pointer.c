/* SPDX-License-Identifier: MIT
 *
 * The lowest bit of a pointer tells something, as in many trees and tables. A field has the
 * name by which the program reaches it: a tagged pointer does not lead to fields.
 *
 * expect: definitely-lost bytes=20 blocks=1 how=overwritten variable=list->text
 * expect: possibly-lost bytes=24 blocks=1 how=overwritten variable=marked alloc=alloc2 lost=lost2
 */
#include <stdint.h>
#include <stdlib.h>

struct item {
    struct item *next;
    char *name;
    char *text;
};

static struct item *list;
static struct item *marked;

static struct item *with_tag(struct item *item)
{
    return (struct item *)((uintptr_t)item | 1);
}

static struct item *without_tag(struct item *item)
{
    return (struct item *)((uintptr_t)item & ~(uintptr_t)1);
}

static void replace(struct item *tagged)
{
    list = without_tag(tagged);
    list->text = malloc(20); /* @alloc */
    list->text = NULL;       /* @lost */
}

int main(void)
{
    struct item *tagged = with_tag(calloc(1, sizeof *list));

    replace(tagged);
    free(list);
    marked = calloc(1, sizeof *marked); /* @alloc2 */
    marked = with_tag(marked);          /* @lost2 */
    return 0;
}
