/* SPDX-License-Identifier: MIT
 *
 * die: end the program, which has done what no program may. */
#ifndef LL_RUNTIME_FENCE_DIE_H
#define LL_RUNTIME_FENCE_DIE_H

/* As abort() does, whatever handler the program has. */
__attribute__((visibility("hidden"))) _Noreturn void ll_fence_die(void);

#endif
