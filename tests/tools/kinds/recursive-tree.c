/* SPDX-License-Identifier: MIT */
/* A tree that is never freed: each node has a stack of its own, the fault is one. */
#include <stdlib.h>

struct node {
    struct node *left, *right;
    unsigned key;
};

static struct node *insert(struct node *node, unsigned key)
{
    if (node == NULL) {
        node = calloc(1, sizeof *node); /* @alloc */
        if (node != NULL)
            node->key = key;
    } else if (key < node->key) {
        node->left = insert(node->left, key);
    } else {
        node->right = insert(node->right, key);
    }
    return node;
}

static unsigned grow(void)
{
    struct node *root = NULL;
    unsigned key = 12345;
    for (int i = 0; i < 400; i++) {
        key = key * 1664525u + 1013904223u;
        root = insert(root, key);
    }
    return root->key;
}

int main(void)
{
    return grow() == 0;
}
