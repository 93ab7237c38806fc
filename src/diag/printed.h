/* SPDX-License-Identifier: MIT
 *
 * printed: which variable holds a text that was printed though nobody had set it.
 */
#ifndef LL_DIAG_PRINTED_H
#define LL_DIAG_PRINTED_H

#include "diag/diag.h"

/* Of an unset value that strlen read, and of which no more is known: set `variable` and
 * `type` to those of the local array, without a value of its own, that is the only text
 * in the line's call of printf or its like. Changes nothing else, and no other fault.
 * False when memory ran out. */
bool ll_printed_find(struct ll_diag *diag, const char *const *roots);

#endif
