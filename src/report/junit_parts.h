/* SPDX-License-Identifier: MIT
 *
 * junit_parts: what both reports in JUnit XML are written with.
 */
#ifndef LL_REPORT_JUNIT_PARTS_H
#define LL_REPORT_JUNIT_PARTS_H

#include "base/buf.h"

/* Append `text` as XML. */
void ll_junit_text(struct ll_buf *out, const char *text);

/* Append " NAME="TEXT"". */
void ll_junit_attribute(struct ll_buf *out, const char *name, const char *text);

/* Append " time="1.250"". */
void ll_junit_seconds(struct ll_buf *out, double seconds);

/* Append the end of a case: that it passed (`element` is NULL), or its "failure",
 * "error" or "skipped", of a type (skipped has none). */
void ll_junit_end(struct ll_buf *out, const char *element, const char *type,
                  const char *title, const char *message);

#endif
