/* SPDX-License-Identifier: MIT
 *
 * sanitizer_parts: the parts of a sanitizer's report that can be read without the rest.
 */
#ifndef LL_TOOLS_SANITIZER_PARTS_H
#define LL_TOOLS_SANITIZER_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "diag/diag.h"

/* Set kind, signal and region from the fault's type. `text` starts with the type, as in
 * an ERROR line or a SUMMARY line. An unknown type changes nothing. LL_INVALID_READ
 * means an access, which may turn out to be a write. */
void ll_sanitizer_type(const char *text, struct ll_diag *diag);

/* The length of the headline in an ERROR line's `text`: up to the first address, since
 * addresses differ from run to run. */
size_t ll_sanitizer_headline(const char *text);

/* Set the kind, and what else follows from the words of UndefinedBehaviorSanitizer:
 * `text` is the part after "runtime error: ". The kind is LL_OTHER for an operation
 * that has no kind of its own. `ends`: whether the process ends there. The column of
 * `where` is moved to the start of an expression with an index. False when memory ran
 * out. */
bool ll_sanitizer_operation(const char *text, struct ll_frame *where,
                            struct ll_diag *diag, bool *ends);

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
