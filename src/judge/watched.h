/* SPDX-License-Identifier: MIT
 *
 * watched: run a Check suite as a program, under the tools that look for faults.
 *
 * A suite goes ways that the program does not: an empty list, a file that is missing.
 * Its tests may pass on such a way and leak all the same. The grader watches the tests
 * of a submission, and so does the lesson at home.
 */
#ifndef LL_JUDGE_WATCHED_H
#define LL_JUDGE_WATCHED_H

#include "session/session.h"

/* A suite that was watched. */
struct ll_watched {
    struct ll_subject subject; /* all but `only` is borrowed from the suite */
    struct ll_result result;   /* without runs: it was not watched */
};

/* Make those tests of `suite` a program that are listed in `only`: names, separated by
 * commas; LL_ALL_TESTS for all. `out` borrows from the suite; free out->only with
 * free(). -1 when memory ran out. */
int ll_watched_subject(const struct ll_subject *suite, const char *only,
                       struct ll_subject *out, struct ll_error *err) LL_MUST_CHECK;

/* Return `tools` without those that only explain. The one that explains unset values
 * would also take what Check itself writes for unset, because Check is not compiled for
 * it. A new NULL-terminated array, free with free(). NULL when memory ran out. */
const struct ll_tool **ll_watched_tools(const struct ll_tool *const *tools,
                                        struct ll_error *err);

/* The limits of a suite that is watched, where a program has `limits`. It is many short
 * programs in one, and so it has more time. */
struct ll_limits ll_watched_limits(const struct ll_limits *limits);

/* Run all tests of `suite` under `tools`, the lesson's. Memory that is still reachable
 * counts as in `program`, but growth is not asked for. `out` is empty on entry and
 * borrows from the suite; release it in any case. */
int ll_watched_judge(const struct ll_session *session, const struct ll_subject *suite,
                     const struct ll_subject *program,
                     const struct ll_tool *const *tools, struct ll_watched *out,
                     struct ll_error *err) LL_MUST_CHECK;

/* Look it up in the cache, without running anything. 1: `out` is filled; 0: it is not
 * in the cache; -1: failure. Release `out` in any case. */
int ll_watched_recall(const struct ll_session *session, const struct ll_subject *suite,
                      const struct ll_subject *program,
                      const struct ll_tool *const *tools, struct ll_watched *out,
                      struct ll_error *err) LL_MUST_CHECK;

void ll_watched_release(struct ll_watched *watched);

#endif
