/* SPDX-License-Identifier: MIT
 *
 * returns: the line of the statement that left a function, where the tool that saw the
 * loss could not read the source.
 */
#ifndef LL_DIAG_RETURNS_H
#define LL_DIAG_RETURNS_H

#include "diag/diag.h"

/* Where a function ended, the code does not tell `return;` from `break;` or from the
 * end of an if. So a tool that cannot read the source names the line, and whoever can
 * read it settles whether the pointer was lost at that line, which is more use to the
 * reader than the function's closing brace. While the file cannot be read, nothing
 * changes. Leaks that are lost at one place then, in the same way, become one.
 * False: memory ran out. */
bool ll_diags_settle_returns(struct ll_diags *list, const char *const *roots);

#endif
