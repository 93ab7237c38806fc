/* SPDX-License-Identifier: MIT
 *
 * lesson_run: modules of a lesson judged, with all that a learner is told of them: also
 * in which line a test crashed, and where the last pointers to lost memory went.
 */
#ifndef LL_CLI_LESSON_RUN_H
#define LL_CLI_LESSON_RUN_H

#include "judge/judge.h"

/* Judge all cases. `judgements[i]` belongs to `cases[i]`; release each with
 * ll_judgement_release(). On -1 nothing is owned by `judgements`. */
int ll_lesson_run(const struct ll_session *session, const struct ll_lesson *lesson,
                  const struct ll_case *cases, size_t count,
                  struct ll_judgement *judgements, struct ll_error *err) LL_MUST_CHECK;

#endif
