/* SPDX-License-Identifier: MIT */
#include "base/c_row.h"

#include <stdlib.h>

#include "base/grow.h"

bool ll_c_row_add(struct ll_c_row *row, const struct ll_c_token *token)
{
    if (!LL_GROW(row->items, row->count, row->cap))
        return false;
    row->items[row->count++] = *token;
    return true;
}

void ll_c_row_release(struct ll_c_row *row)
{
    free(row->items);
    *row = (struct ll_c_row){0};
}

bool ll_c_is_word(const struct ll_c_row *row, size_t i, const char *word)
{
    return i < row->count && row->items[i].kind == LL_C_WORD &&
           ll_c_token_is(&row->items[i], word);
}

bool ll_c_is_sign(const struct ll_c_row *row, size_t i, char sign)
{
    return i < row->count && row->items[i].kind == LL_C_SIGN &&
           row->items[i].sign == sign;
}
