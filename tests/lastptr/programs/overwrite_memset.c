/* SPDX-License-Identifier: MIT
 *
 * memset clears a struct that holds the only pointer.
 *
 * expect: definitely-lost bytes=5 blocks=1 how=overwritten variable=item.label
 */
#include <stdlib.h>
#include <string.h>

struct item {
    int price[8];
    char *label;
    int stock[8];
};

int main(void)
{
    struct item item;

    item.label = malloc(5);        /* @alloc */
    memset(&item, 0, sizeof item); /* @lost */
    return item.stock[0];
}
