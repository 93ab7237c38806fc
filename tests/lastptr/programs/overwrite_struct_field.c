/* SPDX-License-Identifier: MIT
 *
 * A field of a local struct is the only pointer.
 *
 * expect: definitely-lost bytes=12 blocks=1 how=overwritten variable=pair.second
 */
#include <stdlib.h>

struct pair {
    char *first;
    char *second;
};

int main(void)
{
    struct pair pair = {NULL, NULL};

    pair.first = malloc(10);
    pair.second = malloc(12); /* @alloc */
    pair.second = pair.first; /* @lost */
    free(pair.second);
    return 0;
}
