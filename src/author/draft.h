/* SPDX-License-Identifier: MIT
 *
 * draft: write a new lesson, run the tools on it, and put what they report into its
 * manifest.
 */
#ifndef LL_AUTHOR_DRAFT_H
#define LL_AUTHOR_DRAFT_H

#include "author/skeleton.h"
#include "session/session.h"

/* Write the lesson of `skeleton` into `folder`, which exists, is empty and is named
 * like a lesson's folder. Run its wrong modules and write what the tools report into
 * the manifest. It is an error if a tool cannot judge them, or if no tool sees the
 * fault; some files may have been written then. */
int ll_draft(const struct ll_session *session, const struct ll_skeleton *skeleton,
             const char *folder, struct ll_error *err) LL_MUST_CHECK;

#endif
