/* SPDX-License-Identifier: MIT
 *
 * An assignment of a struct overwrites the only pointer.
 *
 * expect: definitely-lost bytes=44 blocks=1 how=overwritten variable=a.text
 */
#include <stdlib.h>

struct name {
    char *text;
    long length;
    long hash;
};

int main(void)
{
    struct name a = {NULL, 0, 0}, b = {NULL, 0, 0};

    a.text = malloc(44); /* @alloc */
    b.text = malloc(45);
    a = b; /* @lost */
    free(a.text);
    return 0;
}
