/* SPDX-License-Identifier: MIT
 *
 * verify: an author's check of a lesson.
 *
 * The manifest and the folder are in order; the right half and the solution are
 * clean under every tool and pass their tests; every wrong half, and the exercise as
 * shipped, report exactly what they declare under each tool; what is to be diagnosed
 * has one fault; what is to be written fails its tests as shipped; the right half and
 * the solutions survive every failing allocation, in their programs and their suites.
 * Nothing is left TODO.
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
    size_t checks;              /* how much was looked at */
};

/* Verify the lesson: with neither findings nor todos it is in order. `out` is empty on
 * entry; release it in any case. -1 when the lesson cannot be judged at all (the error
 * says why). */
int ll_verify(const struct ll_session *session, const struct ll_lesson *lesson,
              struct ll_verified *out, struct ll_error *err) LL_MUST_CHECK;
void ll_verified_release(struct ll_verified *verified);

/* Why a run is no judgement, in a sentence or the compiler's words; NULL when it is
 * one. Borrowed from the run. */
const char *ll_verify_trouble(const struct ll_run *run);

/* The parts of it, for one case: what one tool reported on it, and what its suite
 * said. A finding is appended when that is not what the module declares. */
int ll_verify_run(const struct ll_case *one, const struct ll_run *run,
                  struct ll_strings *findings, struct ll_error *err) LL_MUST_CHECK;
int ll_verify_behaviour(const struct ll_case *one, const struct ll_result *behaviour,
                        struct ll_strings *findings,
                        struct ll_error *err) LL_MUST_CHECK;
int ll_verify_sweeps(const struct ll_session *session, const struct ll_case *one,
                     struct ll_strings *findings, struct ll_error *err) LL_MUST_CHECK;
int ll_verify_answers(const struct ll_case *one, const struct ll_judgement *judgement,
                      struct ll_strings *findings, struct ll_error *err) LL_MUST_CHECK;

#endif
