/* SPDX-License-Identifier: MIT
 *
 * find: lists the submissions in a class's folder or archive, and names each of them.
 * It reads none (see submission/intake.h for that), but unpacks archives of a class.
 */
#ifndef LL_CLASS_FIND_H
#define LL_CLASS_FIND_H

#include "class/submissions.h"

/* List the submissions in `paths` (NULL-terminated).
 *
 * A file is one; a folder is one when `exercise` is in it, or when `one` is set;
 * otherwise each of its entries is one, or each learner's, where a learning platform
 * has named them (collect.h). Entries that begin with a dot are not, nor is the folder
 * `output` (NULL: none). A path that does not exist is an error.
 *
 * An archive counts as the folder that it holds, and the only folder in one as the
 * folder itself. It is one submission when `one` is set, or when several paths are
 * given and it holds one source.
 *
 * On error `submissions` owns nothing. */
int ll_submissions_find(const char *const *paths, bool one, const char *exercise,
                        const char *output, struct ll_submissions *submissions,
                        struct ll_error *err) LL_MUST_CHECK;

#endif
