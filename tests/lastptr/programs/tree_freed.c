/* SPDX-License-Identifier: MIT
 *
 * A tree is built and freed recursively. Nothing is lost.
 *
 * expect: none
 */
#include <stdlib.h>

struct tree {
    struct tree *left, *right;
};

static struct tree *tree_new(int depth)
{
    struct tree *tree = malloc(sizeof *tree);

    if (depth == 0) {
        tree->left = tree->right = NULL;
        return tree;
    }
    tree->left = tree_new(depth - 1);
    tree->right = tree_new(depth - 1);
    return tree;
}

static void tree_free(struct tree *tree)
{
    if (!tree)
        return;
    tree_free(tree->left);
    tree_free(tree->right);
    free(tree);
}

int main(void)
{
    tree_free(tree_new(6));
    return 0;
}
