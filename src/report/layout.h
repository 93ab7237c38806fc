/* SPDX-License-Identifier: MIT
 *
 * layout: columns of a terminal, and text that is safe to show on one.
 */
#ifndef LL_REPORT_LAYOUT_H
#define LL_REPORT_LAYOUT_H

#include "report/report.h"

#define LL_TAB 4

/* The character at `*text`, which moves behind it; U+FFFD for what is no UTF-8 or no
 * character at all (U+FFFE, U+FFFF ...), and for what a terminal would obey rather than
 * show (controls, changes of direction). */
unsigned ll_next_character(const char **text);

/* The columns that a character takes: 0, 1 or 2. */
unsigned ll_character_columns(unsigned character);

/* The columns that `text` takes; SGR sequences take none. */
unsigned ll_text_columns(const char *text);

/* The columns that the first `bytes` of the line `text` take, tabs expanded. */
unsigned ll_columns_before(const char *text, size_t bytes);

/* Append `text` with what a terminal would obey replaced and tabs as blanks; line
 * ends stay. */
void ll_clean(struct ll_buf *out, const char *text);

/* Append the columns `from` (from 0) up to `to` of the cleaned `text`. */
void ll_cut(struct ll_buf *out, const char *text, unsigned from, unsigned to);

void ll_blanks(struct ll_buf *out, unsigned count);

/* Append what `from` holds and release it; what it dropped counts as dropped from
 * `out`. */
void ll_pour(struct ll_buf *out, struct ll_buf *from);

/* The same, painted. */
void ll_pour_paint(struct ll_buf *out, const struct ll_style *style,
                   enum ll_paint paint, struct ll_buf *from);

#endif
