/* SPDX-License-Identifier: MIT
 *
 * second_judge: joins what two tools say of threads that share memory.
 *
 * The first (LL_TOOL_RACES) does not know what atomic operations put in order: it takes
 * a right lock that is made of them for none, and an atomic write for no write. The
 * second (LL_TOOL_RACES_BUILT_IN) knows it, but sees only what is compiled for it.
 */
#ifndef LL_SESSION_SECOND_JUDGE_H
#define LL_SESSION_SECOND_JUDGE_H

#include "session/session.h"

/* Whether a source, preprocessed or not, has atomic operations. */
bool ll_second_judge_knows_more(const char *text);

/* Whether `run` is one of the first tool's that the second may correct: a source of the
 * subject has atomic operations. */
bool ll_second_judge_is_asked(const struct ll_subject *subject,
                              const struct ll_run *run);

/* Whether a data race is among them. */
bool ll_second_judge_has_race(const struct ll_diags *diags);

/* If `first` has data races: drop them where the second saw no fault in a run that was
 * `whole`. If it has none: add those of `second`. */
int ll_second_judge_decide(struct ll_diags *first, const struct ll_diags *second,
                           bool whole, struct ll_error *err) LL_MUST_CHECK;

#endif
