/* SPDX-License-Identifier: MIT
 *
 * csv: cells of tables for spreadsheets (RFC 4180).
 */
#ifndef LL_REPORT_CSV_H
#define LL_REPORT_CSV_H

#include "base/buf.h"

/* Append `text` (NULL: nothing) as a cell, quoted where that is needed. A text that a
 * spreadsheet would read as a formula gets an apostrophe in front. */
void ll_csv_text(struct ll_buf *out, const char *text);

#endif
