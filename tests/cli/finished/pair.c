/* SPDX-License-Identifier: MIT
 *
 * A library that uses another one. If the second copy fails, the first one is lost. */
#include "pair.h"

#include <stdlib.h>

#include "copy.h"

struct pair *pair_new(const char *left, const char *right)
{
    struct pair *pair = malloc(sizeof *pair);
    if (pair == NULL)
        return NULL;
    pair->left = copy_text(left);
    pair->right = copy_text(right);
    if (pair->left == NULL || pair->right == NULL) {
        free(pair);
        return NULL;
    }
    return pair;
}

void pair_free(struct pair *pair)
{
    free(pair->left);
    free(pair->right);
    free(pair);
}
