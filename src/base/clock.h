/* SPDX-License-Identifier: MIT
 *
 * clock: seconds that only go forward. */
#ifndef LL_BASE_CLOCK_H
#define LL_BASE_CLOCK_H

/* Since some moment in the past: CLOCK_MONOTONIC. */
double ll_now(void);

#endif
