/* SPDX-License-Identifier: MIT
 *
 * allocators: whether a program has the functions that are said to allocate for their
 * callers (diag/allocator.h).
 */
#ifndef LL_SESSION_ALLOCATORS_H
#define LL_SESSION_ALLOCATORS_H

#include "session/session.h"

/* Read the code of `program` with objdump. An allocator that is nowhere in it, or that
 * nothing calls, is an input fault. Without objdump nothing is checked,
 * and that is told on stderr. */
int ll_allocators_check(const struct ll_subject *subject, const char *program,
                        struct ll_error *err) LL_MUST_CHECK;

#endif
