/* SPDX-License-Identifier: MIT
 *
 * memcpy copies another struct over the only pointer.
 *
 * expect: definitely-lost bytes=7 blocks=1 how=overwritten variable=to->label
 */
#include <stdlib.h>
#include <string.h>

struct item {
    int price;
    char *label;
    int stock[20];
};

static void item_copy(struct item *to, const struct item *from)
{
    memcpy(to, from, sizeof *to); /* @lost */
}

int main(void)
{
    struct item empty = {0, NULL, {0}};
    struct item *item = calloc(1, sizeof *item);

    item->label = malloc(7); /* @alloc */
    item_copy(item, &empty);
    free(item);
    return 0;
}
