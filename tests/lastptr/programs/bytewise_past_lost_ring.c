/* SPDX-License-Identifier: MIT
 *
 * A pointer is copied byte by byte, from the highest byte on. Before the last byte, the
 * variable has an address in a ring of blocks that is lost already.
 *
 * expect: definitely-lost bytes=640 blocks=1 ring=2 how=overwritten variable=ring
 * expect: indirectly-lost bytes=320 blocks=1 ring=2 how=overwritten variable=ring alloc=alloc2
 */
#include <stdint.h>
#include <stdlib.h>

struct node {
    struct node *other;
    char text[312];
};

static struct node *ring;
static char *kept;

/* Whether the address without its last byte is in the node. */
static int begins_in(const struct node *node, const char *address)
{
    uintptr_t begin = (uintptr_t)address & ~(uintptr_t)255;

    return begin >= (uintptr_t)node && begin < (uintptr_t)(node + 1);
}

/* `kept` gets a block right behind the second one of the ring. */
static void make_ring(void)
{
    ring = malloc(sizeof *ring);        /* @alloc */
    ring->other = malloc(sizeof *ring); /* @alloc2 */
    ring->other->other = ring;
    kept = malloc(8);
}

static void copy_backwards(void *to, const void *from, size_t size)
{
    char *t = to;
    const char *f = from;

    while (size-- > 0)
        t[size] = f[size];
}

int main(void)
{
    char *copy = NULL;

    make_ring();
    while (!begins_in(ring->other, kept)) {
        free(ring->other);
        free(ring);
        free(kept);
        make_ring();
    }
    ring = NULL; /* @lost */
    copy_backwards(&copy, &kept, sizeof kept);
    free(copy);
    return 0;
}
