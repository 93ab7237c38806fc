/* SPDX-License-Identifier: MIT
 *
 * original: a learner's file as it was handed out, to put it back.
 */
#ifndef LL_CLI_ORIGINAL_H
#define LL_CLI_ORIGINAL_H

#include "base/buf.h"
#include "lesson/lesson.h"

/* Where lessons are handed out, their originals lie in a folder of this name beside
 * them: lessons/.original/03-lost-realloc/exercise.c. */
#define LL_ORIGINALS ".original"

/* The folder with the lesson's files as they were handed out: the one above, else that
 * of the installed lessons. New string; NULL: there is none, or it is the lesson's own.
 */
char *ll_original_folder(const struct ll_lesson *lesson);

/* Append what the lesson's file `name` was when it was handed out. The places, in the
 * order in which they are tried: the folder above, the installed lessons, and git: the
 * file as the repository has it that this one was cloned from, else as it was committed
 * last. An error says that there is none. */
int ll_original_read(const struct ll_lesson *lesson, const char *name,
                     struct ll_buf *out, struct ll_error *err) LL_MUST_CHECK;

#endif
