/* SPDX-License-Identifier: MIT
 *
 * fence: what the grader tells fence.so, the malloc of graded programs that no tool
 * watches: a variable, which is wiped before the first code of the submission runs. Its
 * length tells nothing.
 */
#ifndef LL_RUNTIME_FENCE_H
#define LL_RUNTIME_FENCE_H

#define LL_FENCE_ENV "LL_FENCE"

/* Whether more blocks than LL_FENCE_LIVE_MOST may be in use; whether all allocations
 * fail after the first that does; and which one that is, of those that the program
 * itself asks for from its first unit on: 0: none. */
#define LL_FENCE_FORMAT LL_FENCE_ENV "=%d%d%010lu"

/* The most blocks that have pages of their own. */
#define LL_FENCE_LIVE_MOST 20000

#endif
