/* SPDX-License-Identifier: MIT */
#include "diag/cython_settle.h"

#include "diag/cython.h"

bool ll_cython_settle(struct ll_diags *diags, const char *text,
                      const char *const *roots)
{
    size_t kept = 0;
    for (size_t i = 0; i < diags->count; i++)
        if (!ll_cython_rename(&diags->items[i], text))
            return false;
    for (size_t i = 0; i < diags->count; i++)
        if (ll_cython_is_kept(&diags->items[i], roots))
            ll_diag_release(&diags->items[i]);
        else
            diags->items[kept++] = diags->items[i];
    diags->count = kept;
    return true;
}
