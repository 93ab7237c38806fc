/* SPDX-License-Identifier: MIT
 *
 * class_page: writes class.html, a class as a page for a browser, from results.db
 * alone. docs/formats.md describes its data, which src/pages/class shows. */
#ifndef LL_CLASS_CLASS_PAGE_H
#define LL_CLASS_CLASS_PAGE_H

#include "class/conclusion.h"

#define LL_CLASS_PAGE "class.html"

/* Once the data have so many bytes, submissions come without what can be opened. */
enum { LL_CLASS_PAGE_DETAILS = 64 << 20 };

/* Write the page into `folder`, where results.db is, from which `outcome` was loaded.
 * `details`: LL_CLASS_PAGE_DETAILS. 0; 1: the pages were not built with this leaklab,
 * so nothing is written; -1 on error. */
int ll_class_page_write(const struct ll_class_outcome *outcome, const char *folder,
                        size_t details, struct ll_error *err) LL_MUST_CHECK;

/* What an instructor can do about a submission that was not judged, in sentences;
 * static. NULL: nothing is known, or its `why` says it already. */
const char *ll_class_page_mend(const struct ll_graded *graded);

#endif
