/* SPDX-License-Identifier: MIT
 *
 * web_page: writes a page for a browser: one HTML file with its program, its styles and
 * its data, which loads nothing. The page itself is made when leaklab is built
 * (src/pages), with a place for the data. */
#ifndef LL_REPORT_WEB_PAGE_H
#define LL_REPORT_WEB_PAGE_H

#include "base/buf.h"

/* Whether the page `name` was built with this leaklab. */
bool ll_web_page_is_built(const char *name);

/* Read the page `name`, which has no data yet. 0; 1: the pages were not built with this
 * leaklab; -1 on error. */
int ll_web_page_read(const char *name, struct ll_buf *page,
                     struct ll_error *err) LL_MUST_CHECK;

/* Append the page that was read, with the JSON `data`. */
int ll_web_page_fill(const struct ll_buf *page, const struct ll_buf *data,
                     struct ll_buf *out, struct ll_error *err) LL_MUST_CHECK;

/* Write it into the file `path`. */
int ll_web_page_write(const struct ll_buf *page, const struct ll_buf *data,
                      const char *path, struct ll_error *err) LL_MUST_CHECK;

#endif
