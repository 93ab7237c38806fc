/* SPDX-License-Identifier: MIT
 *
 * verify: check that a lesson is in order, for its author:
 *
 *   - the manifest and the folder are complete and consistent;
 *   - the right half and the solutions are clean under every tool and pass their tests;
 *   - each tool reports on each wrong half, and on each exercise as shipped, exactly
 *     what the manifest declares;
 *   - the tests of each solution are clean under every tool, too;
 *   - no known wrong answer counts as done;
 *   - the tests of each step of an exercise show its faults and no others;
 *   - a program to be diagnosed has one fault; a file to be written fails its tests;
 *   - the right half and the solutions survive every failing allocation, in their
 *     programs and in their suites;
 *   - no place is still marked TODO.
 */
#ifndef LL_AUTHOR_VERIFY_H
#define LL_AUTHOR_VERIFY_H

#include "judge/judge.h"

/* What was found in a lesson. */
struct ll_verified {
    struct ll_strings findings; /* texts of one line or more, each naming the file and
                                   what to do */
    struct ll_strings todos;    /* the places still to be written (ll_lesson_todos()) */
    struct ll_strings skipped;  /* a line for each tool that this machine lacks and
                                   leaklab can do without */
    size_t checks;              /* how many checks were made */
};

/* Verify the lesson: with neither findings nor todos it is in order. `out` is empty on
 * entry; release it in any case. -1 when the lesson cannot be judged at all (the error
 * says why). */
int ll_verify(const struct ll_session *session, const struct ll_lesson *lesson,
              struct ll_verified *out, struct ll_error *err) LL_MUST_CHECK;
void ll_verified_release(struct ll_verified *verified);

/* Return why a run could not be judged, as a sentence or the compiler's message; NULL
 * if it was judged. Borrowed from the run. */
const char *ll_verify_trouble(const struct ll_run *run);

/* The single checks, for one case: the report of one tool, the suite, the sweeps, the
 * answers, the steps. Each appends a finding if the result is not what the module
 * declares. */
int ll_verify_run(const struct ll_case *one, const struct ll_run *run,
                  struct ll_strings *findings, struct ll_error *err) LL_MUST_CHECK;
int ll_verify_behaviour(const struct ll_case *one, const struct ll_result *behaviour,
                        struct ll_strings *findings,
                        struct ll_error *err) LL_MUST_CHECK;
int ll_verify_sweeps(const struct ll_session *session, const struct ll_case *one,
                     struct ll_strings *findings, struct ll_error *err) LL_MUST_CHECK;
int ll_verify_answers(const struct ll_case *one, const struct ll_judgement *judgement,
                      struct ll_strings *findings, struct ll_error *err) LL_MUST_CHECK;
int ll_verify_steps(const struct ll_case *one, const struct ll_judgement *judgement,
                    struct ll_strings *findings, struct ll_error *err) LL_MUST_CHECK;
int ll_verify_watched(const struct ll_case *one, const struct ll_watched *watched,
                      struct ll_strings *findings, struct ll_error *err) LL_MUST_CHECK;

/* Judge the known wrong answers of the lesson, at most so many; `most` 0: all. Append a
 * finding for each that is done, or that cannot be judged. `*count`: how many were. */
int ll_verify_wrong(const struct ll_session *session, const struct ll_lesson *lesson,
                    size_t most, struct ll_strings *findings, size_t *count,
                    struct ll_error *err) LL_MUST_CHECK;

#endif
