/* SPDX-License-Identifier: MIT
 *
 * A ring of many blocks is lost. Then memcpy copies five ints that nobody has set, in two
 * pieces that overlap. One of them is half of a pointer to the ring. Next to it there is a
 * -1, and later a 0.
 *
 * expect: definitely-lost bytes=4816 blocks=1 ring=301 how=overwritten variable=ring
 * expect: indirectly-lost bytes=4800 blocks=300 ring=301 how=overwritten variable=ring alloc=alloc2
 */
#include <stdlib.h>
#include <string.h>

struct node {
    struct node *next;
    int count;
};

static struct node *ring;

static void make_ring(void)
{
    struct node *last;

    ring = last = malloc(sizeof *ring); /* @alloc */
    for (int i = 0; i < 300; i++) {
        last->next = malloc(sizeof *ring); /* @alloc2 */
        last = last->next;
    }
    last->next = ring;
}

static void leave_pointers(void)
{
    struct node *pointers[16];

    for (int i = 0; i < 16; i++)
        pointers[i] = ring;
}

static int copy(size_t size)
{
    int unset[12], copies[6];

    copies[5] = -1;
    memcpy(copies, unset + 4, size);
    copies[5] = 0;
    return copies[5];
}

int main(void)
{
    make_ring();
    leave_pointers();
    ring = NULL; /* @lost */
    return copy(5 * sizeof(int));
}
