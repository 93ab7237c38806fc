/* SPDX-License-Identifier: MIT
 *
 * translate: makes C of a submission in Cython.
 *
 *     in/exercise.pyx ── Cython, isolated ──► out/translated.c
 *                     ── its lines, here  ──► in/exercise.pyx.c
 *
 * Cython reads hostile input and has files of its own to include: it runs in the jail
 * of the compilers. In debug information, what the author wrote is in
 * LL_SUBMISSION_ROOT, and what Cython made in LL_TRANSLATE_ROOT, which is nobody's own
 * code.
 */
#ifndef LL_SUBMISSION_TRANSLATE_H
#define LL_SUBMISSION_TRANSLATE_H

#include "submission/compile.h"

#define LL_TRANSLATE_ROOT "/cython"

/* The file "in/exercise.pyx" becomes "in/exercise.pyx.c"; a source in C stays as it is.
 * 0; 1 when it cannot be translated: `why` says why; -1. */
int ll_translate(const struct ll_harness *harness, struct ll_compiled *compiled,
                 struct ll_buf *why, struct ll_error *err) LL_MUST_CHECK;

/* Append the name of the file that the compiler reads: "exercise.pyx.c", "exercise.c".
 */
bool ll_translate_name(const struct ll_compiled *compiled, struct ll_buf *name);

#endif
