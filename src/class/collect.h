/* SPDX-License-Identifier: MIT
 *
 * collect: files that a learning platform has named after their learners become one
 * submission for each learner (platform.h).
 */
#ifndef LL_CLASS_COLLECT_H
#define LL_CLASS_COLLECT_H

#include "class/submissions.h"

/* Look at the submissions from `first` on, the entries of one folder. Where a platform
 * named them, fill in name and learner, and keep one of each learner's files: the one
 * that is graded, where `exercise` is asked for. Where nobody can know which, the
 * submission is refused. */
int ll_collect(struct ll_submissions *submissions, size_t first, const char *exercise,
               struct ll_error *err) LL_MUST_CHECK;

#endif
