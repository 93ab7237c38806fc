/* SPDX-License-Identifier: MIT
 *
 * Two nodes point to each other; the last variable that leads to them goes out of scope.
 *
 * expect: definitely-lost bytes=32 blocks=1 ring=2 how=scope-end variable=a
 * expect: indirectly-lost bytes=16 blocks=1 ring=2 how=scope-end variable=a alloc=alloc2
 */
#include <stdlib.h>

struct node {
    struct node *other;
    int count;
};

static void ring(void)
{
    struct node *a = malloc(sizeof *a); /* @alloc */

    a->other = malloc(sizeof *a); /* @alloc2 */
    a->other->other = a;
} /* @lost */

int main(void)
{
    ring();
    return 0;
}
