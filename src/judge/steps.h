/* SPDX-License-Identifier: MIT
 *
 * steps: judge an exercise that has several faults, one by one.
 *
 * In the program one fault may hide another: it ends the program before the other one
 * is reached. So each step has tests of its own. They run alone, in one process, under
 * the tools that look for faults:
 *
 *     the program         fault 1 ✗   (2 and 3 are not reached)
 *     tests of step 1     fault 1 ✗
 *     tests of step 2     ✓           mended, although the program never came there
 *     tests of step 3     fault 3 ✗
 */
#ifndef LL_JUDGE_STEPS_H
#define LL_JUDGE_STEPS_H

#include "lesson/lesson.h"
#include "session/session.h"

/* One step. */
struct ll_step_judgement {
    const struct ll_step *step; /* borrowed, of the lesson */
    struct ll_subject subject;  /* the suite with the step's tests; all but `only` is
                                   borrowed from the suite */
    struct ll_result result;    /* without runs: the suite was not built */
    bool failed;                /* a test of the step failed */
    bool mended;                /* see struct ll_step */
};

struct ll_steps {
    struct ll_step_judgement *items; /* owned; in the order of the lesson */
    size_t count;                    /* 0: the exercise has no steps */
};

/* What is known of the exercise before its steps are judged; all borrowed. */
struct ll_steps_order {
    const struct ll_exercise *exercise;
    const struct ll_subject *suite;
    const struct ll_tool *const *tools; /* the lesson's; those that only explain are not
                                           run */
    const struct ll_result *program;    /* under these tools */
    const struct ll_result *behaviour;  /* the whole suite */
};

/* Judge all steps. `out` is empty on entry; it borrows from the suite. Release it in
 * any case. */
int ll_steps_judge(const struct ll_session *session, const struct ll_steps_order *order,
                   struct ll_steps *out, struct ll_error *err) LL_MUST_CHECK;

/* Look them up in the cache, without running anything. 1: `out` is filled; 0: something
 * is not in the cache; -1: failure. Release `out` in any case. */
int ll_steps_recall(const struct ll_session *session,
                    const struct ll_steps_order *order, struct ll_steps *out,
                    struct ll_error *err) LL_MUST_CHECK;

void ll_steps_release(struct ll_steps *steps);

size_t ll_steps_mended(const struct ll_steps *steps);

/* Whether a diagnosis is a fault that the exercise did not have: in the program, its
 * kind is that of no step; in the tests of `step`, it is not the step's. `step` NULL:
 * in the program. */
bool ll_step_is_new(const struct ll_exercise *exercise, const struct ll_step *step,
                    const struct ll_diag *diag);

/* Whether `name` is one of the step's tests. */
bool ll_step_has_test(const struct ll_step *step, const char *name);

#endif
