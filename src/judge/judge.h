/* SPDX-License-Identifier: MIT
 *
 * judge: run a module of a lesson and judge it. The pair, the exercises, the solutions
 * and submissions are all judged here, so home and grader give the same judgement.
 */
#ifndef LL_JUDGE_JUDGE_H
#define LL_JUDGE_JUDGE_H

#include "judge/steps.h"
#include "judge/watched.h"
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
    char *answers;                  /* owned: the file of answers to judge, absolute;
                                       NULL: not an exercise of kind diagnose */
    const struct ll_module *module; /* borrowed: what the tools must report on it;
                                       NULL: nothing */
    const char *prints;             /* borrowed: what a corrected program prints; NULL:
                                       not checked */
    struct ll_subject subject;      /* the module with its driver */
    struct ll_subject tests;        /* the module with its Check suite; without
                                       sources where it has none */
    struct ll_labels labels;        /* of the subject's files */
};

/* List the modules of `lesson`: the wrong halves, the right half, then the exercises,
 * each followed by its solution if `with_solutions`. `exercise` (NULL: none) is a file
 * to judge in place of one exercise; the list then has no other exercise. It stands for
 * the exercise with the same file name, else for the first one whose file has the same
 * ending (.c, .yml). Returns 0 and a new array; free it with ll_cases_free(). */
int ll_cases(const struct ll_lesson *lesson, const char *exercise, bool with_solutions,
             struct ll_case **cases, size_t *count, struct ll_error *err) LL_MUST_CHECK;

/* The same, without solutions, of the lesson that a learner works in: an exercise whose
 * file is missing becomes a case without sources, which ll_judge() finds ungradable. */
int ll_cases_at_home(const struct ll_lesson *lesson, const char *exercise,
                     struct ll_case **cases, size_t *count,
                     struct ll_error *err) LL_MUST_CHECK;

/* The same for known wrong answers: `names` is from ll_lesson_wrong(), has one or more,
 * and must outlive the cases. Each is an exercise for which nothing is declared. */
int ll_cases_wrong(const struct ll_lesson *lesson, const struct ll_strings *names,
                   struct ll_case **cases, struct ll_error *err) LL_MUST_CHECK;
void ll_cases_free(struct ll_case *cases, size_t count);

/* Return the rows of the tools that the manifest lists: a new NULL-terminated array,
 * free with free(). NULL, with an error, when a name is not in the tool table. */
const struct ll_tool **ll_lesson_tools(const struct ll_lesson *lesson,
                                       struct ll_error *err);

/* The results of one case. */
struct ll_judgement {
    struct ll_result memory;    /* under the lesson's tools */
    struct ll_result behaviour; /* its Check suite; if there is no memory fault, also
                                   whether its driver prints what it should */
    bool misprints;             /* it does not: the last of behaviour.diags says so */
    struct ll_watched watched;  /* the suite of an exercise or a solution, under the
                                   lesson's tools; empty unless all above is in order,
                                   and in an exercise with steps */
    struct ll_sweep sweeps[2];  /* of the program and of its suite; empty unless the
                                   lesson asks for them and all else is in order */
    struct ll_steps steps;      /* of an exercise that has some, and of its solution */
    struct ll_answers answers;  /* of an exercise of kind diagnose, marked */
};

/* Run all cases under all tools, and all suites, in parallel. `judgements[i]` belongs
 * to `cases[i]`; release each with ll_judgement_release(). */
int ll_judge(const struct ll_session *session, const struct ll_lesson *lesson,
             const struct ll_case *cases, size_t count, struct ll_judgement *judgements,
             struct ll_error *err) LL_MUST_CHECK;
/* Look one case up in the cache, without running anything. 1: `judgement` is filled,
 * release it; 0: something is not in the cache; -1: failure. */
int ll_judge_recall(const struct ll_session *session, const struct ll_lesson *lesson,
                    const struct ll_case *one, struct ll_judgement *judgement,
                    struct ll_error *err) LL_MUST_CHECK;

void ll_judgement_release(struct ll_judgement *judgement);

/* The time for sweeping an exercise, for each tool; the same at home and in the grader.
 */
enum { LL_SWEEP_SECONDS = 20 };

/* Sweep the program of a case and its suite, for at most `seconds` each under each
 * tool. */
int ll_judge_sweeps(const struct ll_session *session, const struct ll_case *one,
                    double seconds, struct ll_sweep sweeps[2],
                    struct ll_error *err) LL_MUST_CHECK;

/* Whether a sweep found no fault. True also when it ran out of time, or when there was
 * no sweep. */
bool ll_judge_swept_well(const struct ll_sweep *sweep);

/* The worst verdict of memory, behaviour, steps, watched tests and sweeps; for answers,
 * the verdict on them. */
enum ll_verdict ll_judgement_verdict(const struct ll_judgement *judgement);

/* How many failing allocations the program survived; 0: it was not swept. */
unsigned long ll_judgement_survived(const struct ll_judgement *judgement);

/* How many faults and failed tests, or wrong answers, remain. */
size_t ll_judgement_faults(const struct ll_judgement *judgement);

#endif
