/* SPDX-License-Identifier: MIT
 *
 * judge: what a lesson makes of a module. The pair, the exercise, the solution
 * and, later, a submission all come through here, so that home and grader agree.
 */
#ifndef LL_JUDGE_JUDGE_H
#define LL_JUDGE_JUDGE_H

#include "lesson/answers.h"
#include "lesson/labels.h"
#include "lesson/lesson.h"
#include "session/session.h"
#include "sweep/sweep.h"

enum ll_part { LL_PART_WRONG, LL_PART_RIGHT, LL_PART_EXERCISE, LL_PART_SOLUTION };

/* One module of a lesson, ready to be run. */
struct ll_case {
    enum ll_part part;
    const char *file;                   /* borrowed: its name in the lesson folder */
    const struct ll_exercise *exercise; /* borrowed; NULL: of the pair */
    char *answers;                  /* owned: the answers to judge, absolute; NULL: no
                                       exercise of kind diagnose */
    const struct ll_module *module; /* borrowed: what it is expected to report;
                                       NULL: nothing at all */
    const char *prints;             /* borrowed: what it prints when it is mended; NULL:
                                       not asked */
    struct ll_subject subject;      /* the module with its driver */
    struct ll_subject tests;        /* the module with its Check suite; without
                                       sources where it has none */
    struct ll_labels labels;        /* of the subject's files */
};

/* Every module of `lesson`: the wrong halves, the right half, the exercises and, when
 * `with_solutions`, after each its solution. `exercise` is a file to judge in place of
 * an exercise of the lesson, and then the only one: that of the same name, else the
 * first whose learner edits a file that ends alike (.c, .yml). Returns 0 and a new
 * array; free it with ll_cases_free(). */
int ll_cases(const struct ll_lesson *lesson, const char *exercise, bool with_solutions,
             struct ll_case **cases, size_t *count, struct ll_error *err) LL_MUST_CHECK;
void ll_cases_free(struct ll_case *cases, size_t count);

/* The rows of the tools that the manifest asks for: a NULL-terminated array, free
 * with free(). A name that is no row is an error that names it. */
const struct ll_tool **ll_lesson_tools(const struct ll_lesson *lesson,
                                       struct ll_error *err);

/* What was found out about one case. */
struct ll_judgement {
    struct ll_result memory;    /* under the lesson's tools */
    struct ll_result behaviour; /* its Check suite; and, once its memory is in order,
                                   that its driver prints what it should */
    struct ll_sweep sweeps[2];  /* where it is asked, once all else is in order: of the
                                   program, and of its suite; else empty */
    struct ll_answers answers;  /* of an exercise of kind diagnose, marked */
};

/* Run all cases, all tools, all suites, side by side. `judgements[i]` belongs to
 * `cases[i]`; release each with ll_judgement_release(). */
int ll_judge(const struct ll_session *session, const struct ll_lesson *lesson,
             const struct ll_case *cases, size_t count, struct ll_judgement *judgements,
             struct ll_error *err) LL_MUST_CHECK;
/* Answer for one case from the cache alone: 1 when all was there, 0 when not, -1 on
 * failure; nothing is owned by `judgement` but in the first case. */
int ll_judge_recall(const struct ll_session *session, const struct ll_lesson *lesson,
                    const struct ll_case *one, struct ll_judgement *judgement,
                    struct ll_error *err) LL_MUST_CHECK;

void ll_judgement_release(struct ll_judgement *judgement);

/* How long an exercise is swept: at home, and when it is graded. */
enum { LL_SWEEP_SECONDS = 20 };

/* Sweep the program of a case and its suite, as the lesson's own right halves and
 * solutions are; `seconds` for each of the two under each tool. */
int ll_judge_sweeps(const struct ll_session *session, const struct ll_case *one,
                    double seconds, struct ll_sweep sweeps[2],
                    struct ll_error *err) LL_MUST_CHECK;

/* Whether a sweep leaves nothing to object to, also where the time was up before its
 * end, or where there was none. */
bool ll_judge_swept_well(const struct ll_sweep *sweep);

/* The verdict on memory, behaviour and failing allocations together: the worst of them;
 * where there are answers, the verdict on them. */
enum ll_verdict ll_judgement_verdict(const struct ll_judgement *judgement);

/* How many allocations of the program failed, and it survived; 0: it was not swept. */
unsigned long ll_judgement_survived(const struct ll_judgement *judgement);

/* Append one clause on where what was printed differs from what should be. */
void ll_judge_say_difference(const char *printed, const char *wanted,
                             struct ll_buf *out);

/* How many faults and failed tests, or answers, are left. */
size_t ll_judgement_faults(const struct ll_judgement *judgement);

#endif
