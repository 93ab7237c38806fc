/* SPDX-License-Identifier: MIT
 *
 * feedback_zip: the feedback of a class as one zip that a learning platform gives out
 * to its learners: for each a file feedback.txt under the name that the platform itself
 * gave to what the learner handed in.
 *
 *   moodle-feedback.zip   Ann Lee_12345_assignsubmission_file_/feedback.txt
 *   canvas-feedback.zip   leeann_12345_67890_feedback.txt
 */
#ifndef LL_CLASS_FEEDBACK_ZIP_H
#define LL_CLASS_FEEDBACK_ZIP_H

#include "base/strings.h"
#include "judge/graded.h"

/* Write a zip for each platform that has named submissions of the class. The names of
 * the files are appended to `written`, and what is not written, with the reason, to
 * `remarks`. */
int ll_feedback_zip_write(const struct ll_class *class, const char *folder,
                          struct ll_strings *written, struct ll_strings *remarks,
                          struct ll_error *err) LL_MUST_CHECK;

#endif
