/* SPDX-License-Identifier: MIT
 *
 * unpack: what an archive of a class holds becomes a temporary folder, so that it is
 * graded as any other folder. Only plain files and folders are made, and only below
 * that folder.
 */
#ifndef LL_CLASS_UNPACK_H
#define LL_CLASS_UNPACK_H

#include "class/submissions.h"

/* Unpack the archive `path` into a new folder below submissions->unpacked, which is
 * made if there is none: a new string in `*folder`. What is left out is told in
 * submissions->remarks. It is an error when the archive is broken, encrypted or too
 * large; the error says what to do. */
int ll_unpack_class(struct ll_submissions *submissions, const char *path, char **folder,
                    struct ll_error *err) LL_MUST_CHECK;

/* Where the submissions begin: the folder itself, or, while nothing else is in it, the
 * only folder in it that no platform named. New strings: its path, and the same below
 * `shown`. */
int ll_unpacked_root(const char *folder, const char *shown, const char *exercise,
                     char **inner, char **there, struct ll_error *err) LL_MUST_CHECK;

/* Whether the folder holds no more than one source, at any depth. */
bool ll_unpacked_is_one(const char *folder);

#endif
