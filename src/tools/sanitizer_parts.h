/* SPDX-License-Identifier: MIT
 *
 * sanitizer_parts: the parts of a sanitizer's report that mean something by themselves.
 */
#ifndef LL_TOOLS_SANITIZER_PARTS_H
#define LL_TOOLS_SANITIZER_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "diag/diag.h"

/* Set the kind, the signal and the region that follow from the fault's type, which
 * `text` begins with, in the words of an ERROR line or of a SUMMARY line. A type that
 * nobody knows changes nothing. LL_INVALID_READ stands for what the access decides: a
 * read or a write. */
void ll_sanitizer_type(const char *text, struct ll_diag *diag);

/* How much of an ERROR line's `text` is the headline: without the addresses, which
 * differ from run to run, and what stands behind them. */
size_t ll_sanitizer_headline(const char *text);

/* What UndefinedBehaviorSanitizer says of an operation, from behind "runtime error: ",
 * and where. Set the kind, and what else follows from its words; LL_OTHER for what is
 * known by its words alone, and for whatever is new. True when the process ends there.
 */
bool ll_sanitizer_operation(const char *text, const struct ll_frame *where,
                            struct ll_diag *diag);

/* Append `text` to `out` without its addresses, which differ from run to run. */
void ll_sanitizer_words(const char *text, struct ll_buf *out);

/* Read a line of a stack, from its '#' on:
 *
 *     #1 0x55d1 in work /src/a.c:9:5                  with debug information
 *     #1 0x55d1 in work /src/a.c:9                    gcc's runtime: no column
 *     #1 0x55d1 in work (/bin/prog+0x11d) (BuildId: 6b1f)
 *     #1 0x55d1  (/bin/prog+0x11d)                    without symbols
 *
 * The strings of `frame` point into `text`, which is cut up for them. False when it
 * is no such line. */
bool ll_sanitizer_frame(char *text, struct ll_frame *frame);

#endif
