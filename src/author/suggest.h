/* SPDX-License-Identifier: MIT
 *
 * suggest: the expectations that would hold, as YAML to be pasted into lesson.yml.
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
 * Tools with equal reports share an entry. A line with a label is asked for by it,
 * others by their function. What the manifest says in words (`why`, `because`) is kept
 * where it still fits.
 */
#ifndef LL_AUTHOR_SUGGEST_H
#define LL_AUTHOR_SUGGEST_H

#include "judge/judge.h"

/* Whether every tool reported what the module of `one` declares, and the module speaks
 * of all tools of its lesson and of no other. 1, 0, or -1 on failure. A tool that could
 * not judge it (it does not compile, say) is passed over. */
int ll_suggest_holds(const struct ll_lesson *lesson, const struct ll_case *one,
                     const struct ll_judgement *judgement, struct ll_error *err);

/* Append `expect:` and `silent:` for the module of `one`, as `judgement` found them,
 * indented as they stand in a manifest. Of a tool that could not judge it, what the
 * manifest has. */
int ll_suggest_module(const struct ll_case *one, const struct ll_judgement *judgement,
                      struct ll_buf *out, struct ll_error *err) LL_MUST_CHECK;

/* Move the cases of which something is expected to the front; returns how many. */
size_t ll_suggest_cases(struct ll_case *cases, size_t count);

/* Run the lesson in `folder` and append, for each wrong module and exercise whose
 * expectations do not hold, what would; `wrong` counts them. The manifest's
 * expectations may be wrong in any way that still loads, and the folder be unfinished,
 * as long as the files that are compiled are there. */
int ll_suggest(const struct ll_session *session, const char *folder, struct ll_buf *out,
               size_t *wrong, struct ll_error *err) LL_MUST_CHECK;

#endif
