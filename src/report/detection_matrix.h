/* SPDX-License-Identifier: MIT
 *
 * detection_matrix: the detection matrix in several formats, one row each. Text and
 * Markdown are tables of signs. CSV and JSON also hold what each tool said. */
#ifndef LL_REPORT_DETECTION_MATRIX_H
#define LL_REPORT_DETECTION_MATRIX_H

#include "author/matrix.h"
#include "report/layout.h"

struct ll_matrix_format {
    const char *name; /* "text", "markdown", "csv", "json" */
    int (*write)(const struct ll_matrix *matrix, const struct ll_style *style,
                 struct ll_buf *out, struct ll_error *err);
};

extern const struct ll_matrix_format ll_matrix_formats[]; /* ends with no name */
const struct ll_matrix_format *ll_matrix_format_find(const char *name);

#endif
