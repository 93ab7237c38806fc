/* SPDX-License-Identifier: MIT
 *
 * A field of a struct within a global struct is the only pointer.
 *
 * expect: definitely-lost bytes=9 blocks=1 how=overwritten variable=config.log.name
 */
#include <stdlib.h>

struct log {
    int level;
    char *name;
};

struct config {
    int version;
    struct log log;
};

struct config config;

int main(void)
{
    config.log.name = malloc(9); /* @alloc */
    config.log.name = NULL;      /* @lost */
    return 0;
}
