/* SPDX-License-Identifier: MIT
 *
 * text_parts: what the parts of the text format share. Only for text.c and the files
 * text_*.c.
 */
#ifndef LL_REPORT_TEXT_PARTS_H
#define LL_REPORT_TEXT_PARTS_H

#include "report/layout.h"
#include "session/session.h"

/* The blanks before the text of a block. */
enum { LL_TEXT_INDENT = 3 };

/* Append `text`, line by line after `indent` blanks. */
void ll_text_lines(struct ll_buf *out, unsigned indent, const char *text);

/* Append a paragraph after an empty line: `before`, then `text`. */
void ll_text_words(struct ll_buf *out, const struct ll_style *style, const char *before,
                   const char *text);

bool ll_text_is_judged(const struct ll_run *run);

/* The first run of which that holds; NULL: none. Borrowed. */
const struct ll_run *ll_text_find_run(const struct ll_result *result,
                                      bool (*is)(const struct ll_run *run));

#endif
