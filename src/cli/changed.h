/* SPDX-License-Identifier: MIT
 *
 * changed: which files of a lesson, besides its exercises, a learner has changed or
 * removed: headers, drivers and tests, of which a grader uses its own.
 */
#ifndef LL_CLI_CHANGED_H
#define LL_CLI_CHANGED_H

#include "base/strings.h"
#include "lesson/lesson.h"

/* Append the names of the files that are not as they were handed out. An error says
 * that one is gone, and which command puts it back. The files are compared with those
 * of ll_original_folder(), else by git with the commit that was cloned. Where neither
 * is there, nothing is known, and nothing is appended. */
int ll_changed_check(const struct ll_lesson *lesson, struct ll_strings *edited,
                     struct ll_error *err) LL_MUST_CHECK;

#endif
