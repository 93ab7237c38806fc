/* SPDX-License-Identifier: MIT
 *
 * grader_key: computes the digest of all that a grade depends on besides the
 * submission: leaklab, its runtime, the lesson, the exercise, the options and the
 * tools, for modules Python and Cython, too. A result is used again only while this
 * digest is the same.
 */
#ifndef LL_GRADE_GRADER_KEY_H
#define LL_GRADE_GRADER_KEY_H

#include "base/digest.h"
#include "grade/options.h"
#include "lesson/lesson.h"

/* Write the digest, hexadecimal, to `out`. -1 when something cannot be read: a file
 * that is left out could change unnoticed. */
int ll_grader_key_make(const struct ll_lesson *lesson,
                       const struct ll_exercise *exercise,
                       const struct ll_grade_options *options, char out[LL_DIGEST_HEX],
                       struct ll_error *err) LL_MUST_CHECK;

/* Add to `digest` the name and the content of each file in `folder`, always in the same
 * order; `deep`: also in the folders in it, and then a name is the path from `folder`
 * on. A link counts as what it points to; one that points to nothing counts by its
 * name. */
int ll_grader_key_add_folder(struct ll_digest *digest, const char *folder, bool deep,
                             struct ll_error *err) LL_MUST_CHECK;

/* Add to `digest` which Python the compiler's and the linker's `flags` lead to: the
 * header that has its version (-I), and the file of its library (-L, -l). */
void ll_grader_key_add_python(struct ll_digest *digest, const char *flags);

#endif
