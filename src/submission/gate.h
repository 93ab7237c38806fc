/* SPDX-License-Identifier: MIT
 *
 * gate: refuses a submission's source before it is compiled, when it has something that
 * no exercise needs. gate_object.h does the same for its object.
 *
 * The gate is feedback first: a learner who writes assembler is told so, and why not.
 * No other wall relies on it: every trick that it refuses is met by another one as well
 * (docs/security.md).
 */
#ifndef LL_SUBMISSION_GATE_H
#define LL_SUBMISSION_GATE_H

#include "base/buf.h"

/* Both return 0, or 1 when `why` says what is wrong, where, and what to do. */

/* Refuse directives that would change the lines that diagnoses name (#line and its
 * like). They are refused without the gate, too. */
int ll_gate_directives(const char *name, const char *source, struct ll_buf *why);

/* Refuse tokens of the file `name` in `text`, which is preprocessed: assembler, pragmas
 * and attributes that change what runs, and the like. */
int ll_gate_tokens(const char *name, const char *text, struct ll_buf *why);

#endif
