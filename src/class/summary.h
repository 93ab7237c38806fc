/* SPDX-License-Identifier: MIT
 *
 * summary: shows an instructor a class on one screen: the scores, the faults and tests
 * that cost most, the submissions that could not be graded and why, and near-identical
 * ones. */
#ifndef LL_CLASS_SUMMARY_H
#define LL_CLASS_SUMMARY_H

#include "class/class.h"
#include "report/layout.h"

void ll_class_summary(const struct ll_class_outcome *outcome,
                      const struct ll_style *style, struct ll_buf *out);

/* " Lesson 3 · 60 submissions   ██████░░░░  41/60   7/s   3 s left", one line without
 * its end. */
void ll_class_bar(const struct ll_class_progress *progress, unsigned lesson,
                  const struct ll_style *style, struct ll_buf *out);

/* "41/60  ann   pass   10 of 10   1.2 s", a line. */
void ll_class_line(const struct ll_class_progress *progress, struct ll_buf *out);

#endif
