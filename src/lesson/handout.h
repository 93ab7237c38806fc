/* SPDX-License-Identifier: MIT
 *
 * handout: write the files of a lesson that learners get.
 *
 * An allow-list decides which files: those that the manifest names for the pair and the
 * exercises, what they include (includes.h), and the lesson's benchmark. Solutions and
 * files that only grading uses are left out. Sources lose their labels, suites lose the
 * tests that a rubric hides, and the answers of a diagnose exercise become blank. The
 * manifest keeps only what is needed to show the lesson. It loses the tools' reports on
 * the exercises (they answer some of the questions), rubrics, ways of grading, and
 * labels.
 */
#ifndef LL_LESSON_HANDOUT_H
#define LL_LESSON_HANDOUT_H

#include "lesson/lesson.h"

/* Append the names of the files of `exercise`: the file that the learner edits, the
 * files that it is compiled and tested with, and what they include. With
 * NULL, append those of the whole lesson: of the pair and of all exercises. */
int ll_handout_files(const struct ll_lesson *lesson, const struct ll_exercise *exercise,
                     struct ll_strings *files, struct ll_error *err) LL_MUST_CHECK;

/* Write the file `name` of the lesson, as learners see it, into `folder`. If an
 * exercise equals its solution, apart from white space and comments, that is an input
 * fault: somebody has solved the exercise in the lesson's folder. */
int ll_handout_file(const struct ll_lesson *lesson, const char *name,
                    const char *folder, struct ll_error *err) LL_MUST_CHECK;

/* Write the whole lesson into `folder`, which exists: all files, README.md, hints.md
 * and a lesson.yml that leaklab can load. */
int ll_handout_lesson(const struct ll_lesson *lesson, const char *folder,
                      struct ll_error *err) LL_MUST_CHECK;

#endif
