/* SPDX-License-Identifier: MIT
 *
 * sheet: a table that another program has written as CSV (RFC 4180). It is read, single
 * cells are set, and everything else is written back byte for byte: quotes, line ends,
 * a byte order mark.
 *
 * Cells are separated by commas, semicolons or tabs: by what the first row has most of.
 */
#ifndef LL_REPORT_SHEET_H
#define LL_REPORT_SHEET_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

struct ll_sheet_cell {
    size_t from, length; /* in the text, with its quotes */
    char *set;           /* owned: its new content; NULL: as it was */
};

struct ll_sheet_row {
    struct ll_sheet_cell *cells; /* owned */
    size_t count;
};

struct ll_sheet {
    struct ll_buf text; /* the file */
    char separator;
    struct ll_sheet_row *rows; /* owned; empty lines are none */
    size_t count;
};

/* Read the file. What is no text in UTF-8, or has no row, is an input fault that says
 * what to do. Release `sheet` in any case. */
int ll_sheet_read(const char *path, struct ll_sheet *sheet,
                  struct ll_error *err) LL_MUST_CHECK;
void ll_sheet_release(struct ll_sheet *sheet);

/* What a cell holds, without quotes and without white space around it: a new string, ""
 * where the row is too short. NULL when memory ran out. */
char *ll_sheet_get(const struct ll_sheet *sheet, size_t row, size_t column);

/* Set a cell to a text that needs no quotes, such as a number. The row must have it. */
int ll_sheet_set(struct ll_sheet *sheet, size_t row, size_t column, const char *text,
                 struct ll_error *err) LL_MUST_CHECK;

/* The column of the first row with that name, whatever its case; the number of columns
 * where there is none. */
size_t ll_sheet_column(const struct ll_sheet *sheet, const char *name);

/* Append the whole table. */
void ll_sheet_write(const struct ll_sheet *sheet, struct ll_buf *out);

#endif
