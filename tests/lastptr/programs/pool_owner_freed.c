/* SPDX-License-Identifier: MIT
 *
 * Blocks with a head of the program's own. A node is freed, and the node that it leads
 * to is lost. A block of malloc that only the freed node led to is lost, too.
 *
 * expect: definitely-lost bytes=16 blocks=1 how=container-freed variable=node->next
 * expect: definitely-lost bytes=7 blocks=1 how=container-freed variable=node->text alloc=text
 */
#include <stdlib.h>
#include <valgrind/memcheck.h>

struct node {
    struct node *next;
    char *text;
};

static char *top;

static void *get(size_t size)
{
    size_t *head = (size_t *)(void *)top;

    top += size + sizeof *head;
    *head = size;
    VALGRIND_MALLOCLIKE_BLOCK(head + 1, size, 0, 0); /* @alloc */
    return head + 1;
}

static void drop(struct node *node)
{
    VALGRIND_FREELIKE_BLOCK(node, 0); /* @lost */
}

int main(void)
{
    struct node *node;

    top = malloc(1000);
    node = get(sizeof *node);
    node->text = malloc(7); /* @text */
    node->next = get(sizeof *node);
    node->next->next = NULL;
    node->next->text = NULL;
    drop(node);
    return 0;
}
