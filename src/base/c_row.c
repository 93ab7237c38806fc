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

bool ll_c_is_arrow(const struct ll_c_row *row, size_t i)
{
    return ll_c_is_sign(row, i, '-') && ll_c_is_sign(row, i + 1, '>') &&
           row->items[i].start + 1 == row->items[i + 1].start;
}

size_t ll_c_after_bracket(const struct ll_c_row *row, size_t i)
{
    size_t depth = 0;
    for (; i < row->count; i++) {
        if (ll_c_is_sign(row, i, '(') || ll_c_is_sign(row, i, '['))
            depth++;
        else if ((ll_c_is_sign(row, i, ')') || ll_c_is_sign(row, i, ']')) &&
                 --depth == 0)
            return i + 1;
    }
    return i;
}
