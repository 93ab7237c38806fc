/* SPDX-License-Identifier: MIT
 *
 * runs: what the suites of one `make test` have run, for each other.
 *
 * ctest gives every test a folder in LL_TEST_RUNS that is empty when `make test`
 * begins. A suite that takes it as leaklab's cache does not run again what another
 * suite has run in the same way. A test of what is run anew, or of the cache itself,
 * must not. The suites and leaklab itself are linked with the same code, and all have
 * the keys of leaklab. */
#ifndef LL_TESTS_RUNS_H
#define LL_TESTS_RUNS_H

#include <stdbool.h>

/* The folder, borrowed from the environment; NULL: the program was started by hand. */
const char *shared_runs(void);

/* Take it as the cache of this process. False, and nothing is changed: there is none.
 */
bool share_runs(void);

#endif
