/* SPDX-License-Identifier: MIT
 *
 * step: runs one command on a submission that is compiled: Cython, a compiler, a
 * linker.
 */
#ifndef LL_SUBMISSION_STEP_H
#define LL_SUBMISSION_STEP_H

#include "submission/compile.h"

/* Run it isolated: it may read the submission's folder "in" and the harness's, and
 * write "out". compiled->words gets what it prints. 0; 1 when it fails, and where it
 * was stopped, `why` says why; -1 when we failed, or there is no such program. */
int ll_step_run(const struct ll_harness *harness, struct ll_compiled *compiled,
                const struct ll_strings *argv, struct ll_buf *why,
                struct ll_error *err) LL_MUST_CHECK;

#endif
