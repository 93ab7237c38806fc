/* SPDX-License-Identifier: MIT
 *
 * draft: a new lesson whose expectations come from a run of the tools.
 */
#ifndef LL_AUTHOR_DRAFT_H
#define LL_AUTHOR_DRAFT_H

#include "author/skeleton.h"
#include "session/session.h"

/* Write the lesson of `skeleton` into `folder`, which exists, is empty and has a lesson
 * folder's name; run its wrong modules, and let its manifest expect what was reported.
 * An error is also a tool that could not judge them, and tools of which none sees the
 * fault; some files may be there then. */
int ll_draft(const struct ll_session *session, const struct ll_skeleton *skeleton,
             const char *folder, struct ll_error *err) LL_MUST_CHECK;

#endif
