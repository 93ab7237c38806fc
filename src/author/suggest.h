/* SPDX-License-Identifier: MIT
 *
 * suggest: print the expectations that match what the tools report, as YAML for
 * lesson.yml.
 *
 *           expect:
 *             - tools: [memcheck, asan]
 *               kind: definitely-lost
 *               ...
 *           silent:
 *             - tool: lastptr
 *               because: >-
 *                 TODO: why this tool reports nothing
 *
 * Tools with equal reports share an entry. A line with a label is named by the label,
 * another line by its function. The texts of the manifest (`why`, `because`) are kept
 * where they still fit.
 */
#ifndef LL_AUTHOR_SUGGEST_H
#define LL_AUTHOR_SUGGEST_H

#include "judge/judge.h"

/* Whether every tool reported what the module of `one` declares, and the module lists
 * exactly the tools of its lesson. 1, 0, or -1 on failure. Tools that could not judge
 * it (it does not compile, for example) are left out. */
int ll_suggest_holds(const struct ll_lesson *lesson, const struct ll_case *one,
                     const struct ll_judgement *judgement, struct ll_error *err);

/* Append `expect:` and `silent:` for the module of `one`, as `judgement` found them,
 * indented as in a manifest. For a tool that could not judge it, append what the
 * manifest has now. */
int ll_suggest_module(const struct ll_case *one, const struct ll_judgement *judgement,
                      struct ll_buf *out, struct ll_error *err) LL_MUST_CHECK;

/* Move the cases with expectations to the front; returns how many there are. */
size_t ll_suggest_cases(struct ll_case *cases, size_t count);

/* Run the lesson in `folder`. For each wrong module and exercise whose expectations do
 * not hold, append expectations that do; `wrong` counts these modules. The manifest
 * must load, and the files that are compiled must exist; anything else may be
 * unfinished. */
int ll_suggest(const struct ll_session *session, const char *folder, struct ll_buf *out,
               size_t *wrong, struct ll_error *err) LL_MUST_CHECK;

#endif
