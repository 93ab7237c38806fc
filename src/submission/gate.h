/* SPDX-License-Identifier: MIT
 *
 * gate: what a submission must not do, told before it is run.
 *
 * It is feedback first: a learner who calls exit() is told so, and why. Nothing relies
 * on it: every trick that it refuses is met by another wall as well (docs/security.md).
 */
#ifndef LL_SUBMISSION_GATE_H
#define LL_SUBMISSION_GATE_H

#include "base/strings.h"
#include "submission/elf_object.h"

/* Directives that would move the lines that diagnoses name (#line and its like): never
 * taken, gate or not. Each function returns 0, or 1 when `why` says what, where, and
 * what to do. */
int ll_gate_directives(const char *name, const char *source, struct ll_buf *why);

/* The tokens of `text`, preprocessed, that stand in the file `name` itself. */
int ll_gate_tokens(const char *name, const char *text, struct ll_buf *why);

/* What the object takes from elsewhere, besides what the lesson's own modules take and
 * what it is given by the lesson; which of its names are a tool's; and its machine
 * code. */
int ll_gate_object(const char *name, const struct ll_elf_object *object,
                   const struct ll_strings *taken, struct ll_buf *why);

#endif
