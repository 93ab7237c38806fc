/* SPDX-License-Identifier: MIT
 *
 * source: reads one line of the reader's sources, and what only a line can tell.
 */
#ifndef LL_DIAG_SOURCE_H
#define LL_DIAG_SOURCE_H

#include "diag/diag.h"

/* Append the line that `frame` names, without its line end. False, with `out` as
 * it was, when the file cannot be read, has no such line, or is no text; when memory
 * ran out `out` is `full`. */
bool ll_source_line(const struct ll_frame *frame, struct ll_buf *out);

/* Whether line number `line` of the source `text` has a return statement. */
bool ll_source_returns(const char *text, unsigned line);

/* Where a function ended, the code does not tell `return;` from `break;` or from the
 * end of an if. So a tool that cannot read the source names the line, and whoever can
 * read it settles whether the pointer was lost at that line, which is more use to the
 * reader than the function's closing brace. While the file cannot be read, nothing
 * changes. Leaks that are lost at one place then, in the same way, become one.
 * False: memory ran out. */
bool ll_diags_settle_returns(struct ll_diags *list, const char *const *roots);

#endif
