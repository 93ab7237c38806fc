/* SPDX-License-Identifier: MIT
 *
 * only: some tests of a suite run, and no others. */
#ifndef LL_RUNTIME_ONLY_H
#define LL_RUNTIME_ONLY_H

/* The names of a suite's tests that run, separated by commas; no others do.
 * LL_ONLY_ALL: all of them. */
#define LL_ONLY_ENV "LEAKLAB_ONLY"
#define LL_ONLY_ALL "*"

#endif
