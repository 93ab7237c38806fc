/* SPDX-License-Identifier: MIT
 *
 * Bench: allocation-heavy. Trees built recursively and freed, strings, lists.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tree {
    struct tree *left, *right;
};

struct node {
    struct node *next;
    char *text;
};

static struct tree *tree_new(int depth)
{
    struct tree *tree = malloc(sizeof *tree);

    tree->left = depth ? tree_new(depth - 1) : NULL;
    tree->right = depth ? tree_new(depth - 1) : NULL;
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

static void use_list(int count)
{
    struct node *list = NULL, *node;
    char text[32];

    while (count--) {
        snprintf(text, sizeof text, "item %d", count);
        node = malloc(sizeof *node);
        node->text = strdup(text);
        node->next = list;
        list = node;
    }
    while (list) {
        node = list;
        list = list->next;
        free(node->text);
        free(node);
    }
}

int main(void)
{
    int i;

    for (i = 0; i < 20; i++) {
        tree_free(tree_new(12));
        use_list(4000);
    }
    return 0;
}
