/* SPDX-License-Identifier: MIT
 *
 * cause: one mistake is one fault. What follows from a fault is told with it, and does
 * not stand beside it as another one. docs/internals/one-diagnosis.md has the reason of
 * each rule; home and the grader both call this.
 */
#ifndef LL_DIAG_CAUSE_H
#define LL_DIAG_CAUSE_H

#include "diag/diag.h"

/* Join each consequence in `list` to its cause, and sort the list. All of it must be
 * about one program, from one or more tools. A consequence that is worth a sentence
 * becomes part of `sequel` of its cause; its witnesses become those of the cause.
 *
 * `stopped` names the tools whose run was stopped at a limit, NULL-terminated; NULL:
 * none. What was still in use then is marked as `cut_short`; threads, open files and
 * moved pointers that only such runs left are dropped.
 *
 * On failure the list is whole, but may be joined in part. */
int ll_diags_settle(struct ll_diags *list, const char *const *roots,
                    const char *const *stopped, struct ll_error *err) LL_MUST_CHECK;

#endif
