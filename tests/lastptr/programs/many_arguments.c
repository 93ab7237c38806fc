/* SPDX-License-Identifier: MIT
 *
 * Blocks are passed as arguments in registers and on the stack; one is not freed.
 *
 * expect: definitely-lost bytes=8 blocks=1 how=scope-end variable=h
 */
#include <stdlib.h>

static void take(char *a, char *b, char *c, char *d, char *e, char *f, char *g, char *h)
{
    free(a);
    free(b);
    free(c);
    free(d);
    free(e);
    free(f);
    free(g);
    h[0] = 'x';
} /* @lost */

int main(void)
{
    take(malloc(1), malloc(2), malloc(3), malloc(4), malloc(5), malloc(6), malloc(7),
         malloc(8)); /* @alloc */
    return 0;
}
