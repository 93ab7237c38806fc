/* SPDX-License-Identifier: MIT
 *
 * python_calls: the function of Python's that a line of the reader's calls, where a
 * tool's report has only the function that did the work: `free` for PyMem_RawFree.
 */
#ifndef LL_DIAG_PYTHON_CALLS_H
#define LL_DIAG_PYTHON_CALLS_H

#include "diag/diag.h"

/* Return the function of Python's, of those that end in `done_by`, that the line of
 * `frame` calls. `done_by` is a function of C's ("malloc", "free") or of Python's
 * ("PyMem_Malloc"). NULL: the line calls none of them, or `done_by` itself, or it
 * cannot be read; or `frame` is NULL. */
const char *ll_python_call(const struct ll_frame *frame, const char *done_by);

#endif
