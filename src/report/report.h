/* SPDX-License-Identifier: MIT
 *
 * report: what people and programs are shown, one file a format, one row in the
 * table.
 */
#ifndef LL_REPORT_REPORT_H
#define LL_REPORT_REPORT_H

#include "report/layout.h"
#include "session/session.h"
#include "sweep/sweep.h"

struct ll_format {
    const char *name; /* "text", "json", "gcc" */
    /* Append a report on `result`. */
    int (*check)(const struct ll_result *result, const struct ll_style *style,
                 struct ll_buf *out, struct ll_error *err);
    /* Append a report on a sweep; `again` is the command that repeats one failure, with
     * "%s" in it for which. NULL: the format has none. */
    int (*sweep)(const struct ll_sweep *sweep, const char *again,
                 const struct ll_style *style, struct ll_buf *out,
                 struct ll_error *err);
};

extern const struct ll_format *const ll_formats[]; /* ends with NULL */
const struct ll_format *ll_format_find(const char *name);

/* The name of row `index`; NULL after the last. */
const char *ll_format_name(size_t index);

#endif
