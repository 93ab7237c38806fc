/* SPDX-License-Identifier: MIT
 *
 * A large struct that has the pointer is returned in memory. The variable that gets it
 * goes out of scope.
 *
 * expect: definitely-lost bytes=63 blocks=1 how=scope-end variable=table.rows
 */
#include <stdlib.h>

struct table {
    char *rows;
    long sizes[8];
};

static struct table table_new(size_t size)
{
    struct table table = {NULL, {0}};

    table.rows = malloc(size); /* @alloc */
    return table;
}

static long use(void)
{
    struct table table = table_new(63);

    return table.sizes[3]; /* @lost */
}

int main(void)
{
    return (int)use();
}
