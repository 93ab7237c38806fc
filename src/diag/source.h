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

#endif
