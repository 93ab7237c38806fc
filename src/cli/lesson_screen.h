/* SPDX-License-Identifier: MIT
 *
 * lesson_screen: a lesson as people see it: its title, and its modules with what the
 * tools say of them (what to do next: lesson_next.h). For the commands `lesson` and
 * `watch`.
 */
#ifndef LL_CLI_LESSON_SCREEN_H
#define LL_CLI_LESSON_SCREEN_H

#include "judge/judge.h"
#include "report/layout.h"

/* One lesson on the screen. */
struct ll_lesson_screen {
    struct ll_style style;
    struct ll_session session;
    const struct ll_lesson *lesson; /* borrowed */
    bool installed; /* the exercises are in an installed leaklab: nobody edits them */
    bool has_keys;  /* of `watch`: r puts the exercise back */
    struct ll_buf out; /* what the functions below append to */
};

void ll_lesson_screen_title(struct ll_lesson_screen *screen);

/* Which files of the lesson were edited that learners leave as they are (changed.h);
 * there are some. */
void ll_lesson_screen_changed(struct ll_lesson_screen *screen,
                              const struct ll_strings *edited);

/* One module: its heading and, unless it is `folded`, its faults. The first wrong half
 * `is_first`: the lesson's picture is of it. */
void ll_lesson_screen_case(struct ll_lesson_screen *screen, const struct ll_case *one,
                           const struct ll_judgement *judgement, bool is_first,
                           bool folded);

/* The parts of what is told of an exercise: each fault, each failed test, and each
 * fault when memory runs out. 0 where no part can be told alone. */
size_t ll_lesson_screen_parts(const struct ll_judgement *judgement);

/* What a part is about; borrowed from the judgement, or NULL. */
struct ll_lesson_part {
    const struct ll_diag *diag;       /* its fault, or the first one */
    const struct ll_attempt *attempt; /* the allocation that failed */
    bool of_suite;                    /* ... in the exercise's tests */
};

/* One part, from 0, and what stands before all of them: answers, steps, and why it
 * could not be judged. */
struct ll_lesson_part ll_lesson_screen_part(struct ll_lesson_screen *screen,
                                            const struct ll_case *one,
                                            const struct ll_judgement *judgement,
                                            size_t part);

/* Append "tests 6/8": how many of the exercise's own tests pass. Nothing: it is not
 * known. */
void ll_lesson_screen_tests(const struct ll_judgement *judgement, struct ll_buf *out);

/* Append to `out` how a module fared: "2 faults", "1 fault, 1 failed test", "2 of 5
 * faults mended", "clean under 2 tools". */
void ll_lesson_screen_outcome(const struct ll_case *one,
                              const struct ll_judgement *judgement, struct ll_buf *out);

/* Whether an answer was given, or could not be read. */
bool ll_lesson_screen_has_answers(const struct ll_judgement *judgement);

#endif
