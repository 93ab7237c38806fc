/* SPDX-License-Identifier: MIT
 *
 * handout: what of a lesson learners are given.
 *
 * Files come by an allow-list: what the manifest names for the pair and the exercises,
 * and the headers that those include; never a solution, and nothing that a lesson holds
 * for its grading alone. Sources go without their labels, suites without the tests that
 * a rubric hides. The answers of an exercise of kind diagnose go blank, whatever stands
 * in the author's copy. Of the manifest there goes what showing the lesson takes: what
 * the tools report on the exercises, which is the answer to some of them, stays behind,
 * and so do rubrics, ways of grading, and the places that labels named.
 */
#ifndef LL_LESSON_HANDOUT_H
#define LL_LESSON_HANDOUT_H

#include "lesson/lesson.h"

/* Append the names of the files of `exercise`: the one that its learner edits, those
 * that it is compiled and tested with, the headers that they include. With NULL, those
 * of the whole lesson, pair and all exercises, too. */
int ll_handout_files(const struct ll_lesson *lesson, const struct ll_exercise *exercise,
                     struct ll_strings *files, struct ll_error *err) LL_MUST_CHECK;

/* Write the file `name` of the lesson, as learners see it, into `folder`. A file that
 * is, but for white space and comments, the solution of an exercise is an input
 * fault: somebody has done the exercise in place. */
int ll_handout_file(const struct ll_lesson *lesson, const char *name,
                    const char *folder, struct ll_error *err) LL_MUST_CHECK;

/* Write the whole lesson into `folder`, which exists: all files, README.md, hints.md
 * and a lesson.yml that leaklab can load. */
int ll_handout_lesson(const struct ll_lesson *lesson, const char *folder,
                      struct ll_error *err) LL_MUST_CHECK;

#endif
