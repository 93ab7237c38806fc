/* SPDX-License-Identifier: MIT
 *
 * The only pointer is a field in the second block on the way from the variable.
 *
 * expect: definitely-lost bytes=33 blocks=1 how=overwritten variable=shop->owner->name
 */
#include <stdlib.h>

struct person {
    int age;
    char *name;
};

struct shop {
    int size;
    struct person *owner;
};

static void rename_owner(struct shop *shop, char *name)
{
    shop->owner->name = name; /* @lost */
}

int main(void)
{
    struct shop *shop = malloc(sizeof *shop);

    shop->owner = malloc(sizeof *shop->owner);
    shop->owner->name = malloc(33); /* @alloc */
    rename_owner(shop, NULL);
    free(shop->owner);
    free(shop);
    return 0;
}
