/* SPDX-License-Identifier: MIT
 *
 * null_result: whether a pointer that was NULL is the result of a call that can fail.
 */
#ifndef LL_DIAG_NULL_RESULT_H
#define LL_DIAG_NULL_RESULT_H

#include "diag/diag.h"

/* Whether the function of the fault puts what a call returns in the variable that was
 * NULL. False, too, where its source or the variable is not known. */
bool ll_null_is_result(const struct ll_diag *diag);

#endif
