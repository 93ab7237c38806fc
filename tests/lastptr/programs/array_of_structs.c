/* SPDX-License-Identifier: MIT
 *
 * A field of an element of an array on the heap is the only pointer.
 *
 * expect: definitely-lost bytes=54 blocks=1 how=overwritten variable=table[2].text
 */
#include <stdlib.h>

struct row {
    long key;
    char *text;
};

static void clear(struct row *table, int count)
{
    int i;

    for (i = 0; i < count; i++)
        table[i].text = NULL; /* @lost */
}

int main(void)
{
    struct row *table = calloc(4, sizeof *table);

    table[2].text = malloc(54); /* @alloc */
    clear(table, 4);
    free(table);
    return 0;
}
