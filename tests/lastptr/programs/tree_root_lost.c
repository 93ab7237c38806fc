/* SPDX-License-Identifier: MIT
 *
 * The root of a tree is lost, and all nodes below it.
 *
 * expect: definitely-lost bytes=168 blocks=1 how=overwritten variable=root
 * expect: indirectly-lost bytes=144 blocks=6 how=overwritten variable=root
 */
#include <stdlib.h>

struct tree {
    struct tree *left, *right;
    int value;
};

static struct tree *tree_new(int depth)
{
    struct tree *tree = malloc(sizeof *tree); /* @alloc */

    tree->value = depth;
    tree->left = depth > 1 ? tree_new(depth - 1) : NULL;
    tree->right = depth > 1 ? tree_new(depth - 1) : NULL;
    return tree;
}

int main(void)
{
    struct tree *root = tree_new(3);

    root = NULL; /* @lost */
    return root != NULL;
}
