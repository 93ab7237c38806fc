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

/* All return 0, or 1 when `why` says what is wrong, where, and what to do. */

/* Refuse directives that would change the lines that diagnoses name (#line and its
 * like), and __has_include, which tells the tools apart. They are refused without the
 * gate, too. */
int ll_gate_directives(const char *name, const char *source, struct ll_buf *why);

/* Refuse an #include below a macro that stands for more than one number: what such a
 * macro puts into a header of the system would be taken for the system's own. */
int ll_gate_macros(const char *name, const char *source, struct ll_buf *why);

/* Refuse tokens in `text`, which is the file `name` preprocessed: assembler, pragmas
 * and attributes that change what runs, and the like. What headers of the system have
 * is passed over. */
int ll_gate_tokens(const char *name, const char *text, struct ll_buf *why);

#endif
