/* SPDX-License-Identifier: MIT
 *
 * lesson_copy: copies the lesson with the submission as its exercise into a folder of
 * its own, so that it can be judged, isolated, by the same code as at home.
 *
 *   in/03-lost-realloc/   the lesson, but for its solutions and answers
 *                         exercise.c: the submission
 *   in/runtime/           the runtime, which is linked to it
 *   in/objects/           its objects, as far as they are compiled (see ll_subject)
 *
 * The grading user can read these copies wherever leaklab itself is.
 */
#ifndef LL_GRADE_LESSON_COPY_H
#define LL_GRADE_LESSON_COPY_H

#include "grade/options.h"
#include "judge/judge.h"
#include "submission/compile.h"
#include "submission/intake.h"

struct ll_lesson_copy {
    char *folder; /* owned, as is the rest; removed with it */
    char *in;
    char *runtime;
    char *objects; /* NULL: none */
    char *source;  /* absolute */
    struct ll_lesson *lesson;
    char *lastptr; /* NULL: it was not built */
    const char *readable[3];
    struct ll_isolation isolation;
    struct ll_session session; /* without a cache */
    struct ll_case *cases;
    size_t count;
    const struct ll_case *one; /* of `cases`; it points into this struct: do not move */
};

/* `lesson_copy` is zeroed on entry. -1 when we failed. Close in any case. */
int ll_lesson_copy_open(struct ll_lesson_copy *lesson_copy,
                        const struct ll_lesson *lesson,
                        const struct ll_exercise *exercise,
                        const struct ll_grade_options *options,
                        const struct ll_intake *intake,
                        struct ll_error *err) LL_MUST_CHECK;

/* After that: use the objects of `compiled` in a sweep, and do not compile again. */
int ll_lesson_copy_reuse(struct ll_lesson_copy *lesson_copy,
                         const struct ll_harness *harness,
                         const struct ll_compiled *compiled,
                         struct ll_error *err) LL_MUST_CHECK;

/* Remove from the copy all but the sources of the program: what runs then can read
 * neither tests nor what is expected. -1 when we failed. */
int ll_lesson_copy_strip(struct ll_lesson_copy *lesson_copy,
                         const struct ll_harness *harness,
                         struct ll_error *err) LL_MUST_CHECK;
void ll_lesson_copy_close(struct ll_lesson_copy *lesson_copy);

/* Copy the files of the lesson into a new folder, but for its solutions and answers. */
int ll_lesson_copy_folder(const struct ll_lesson *lesson, const char *to,
                          struct ll_error *err) LL_MUST_CHECK;

#endif
