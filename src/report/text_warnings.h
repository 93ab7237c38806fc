/* SPDX-License-Identifier: MIT
 *
 * text_warnings: the compiler's warnings in the text format: each one with the fault
 * that it is about, and the others as a note at the end.
 */
#ifndef LL_REPORT_TEXT_WARNINGS_H
#define LL_REPORT_TEXT_WARNINGS_H

#include "report/layout.h"
#include "session/session.h"

/* Append what the compiler had warned of that is about fault number `fault` of `diags`,
 * and that no fault before it has shown. `roots` are the folders of the reader's code.
 */
void ll_text_warnings(struct ll_buf *out, const struct ll_style *style,
                      const struct ll_warnings *warnings, const struct ll_diags *diags,
                      const char *const *roots, size_t fault);

/* Append those that are about no fault of the result, as a note. */
void ll_text_other_warnings(struct ll_buf *out, const struct ll_style *style,
                            const struct ll_result *result);

#endif
