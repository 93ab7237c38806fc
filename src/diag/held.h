/* SPDX-License-Identifier: MIT
 *
 * held: blocks that were lost with a Python object are one fault with the reference to
 * it that was lost.
 *
 *     lastref    a reference to a list was lost, line 7; 160 bytes that line 9
 *                allocated and 40 bytes that line 7 allocated were lost with it
 *     memcheck   160 bytes indirectly lost, line 9; 40 bytes indirectly lost, line 7
 *
 * Each block is told once: what the reference does not account for stays a leak of its
 * own.
 */
#ifndef LL_DIAG_HELD_H
#define LL_DIAG_HELD_H

#include "diag/diag.h"

/* Take what lost references account for out of the leaks: amounts of blocks that a
 * stack with the same own frames allocated. A leak of which nothing is left is removed,
 * and its witnesses become witnesses of the reference. */
int ll_held_take(struct ll_diags *list, const char *const *roots,
                 struct ll_error *err) LL_MUST_CHECK;

/* Append to the sequel of each lost reference what was lost with it. */
int ll_held_say(struct ll_diags *list, const char *const *roots,
                struct ll_error *err) LL_MUST_CHECK;

#endif
