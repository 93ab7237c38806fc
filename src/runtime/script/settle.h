/* SPDX-License-Identifier: MIT
 *
 * settle: Python's collector at the bounds of units (ll_script_settle(),
 * ll_script_rest() and ll_script_drop() of hooks.h).
 */
#ifndef LL_RUNTIME_SCRIPT_SETTLE_H
#define LL_RUNTIME_SCRIPT_SETTLE_H

/* Before any code of the submission runs: find what is called later, and let the
 * collector run only when it is asked to, so that what is left does not depend on when
 * it ran. */
void ll_settle_learn(void);

#endif
