/* SPDX-License-Identifier: MIT
 *
 * sweep: words about a sweep that its formats have in common.
 */
#ifndef LL_REPORT_SWEEP_H
#define LL_REPORT_SWEEP_H

#include "report/report.h"

/* "7", "7+": which failure; `name` has room for 32 characters. */
void ll_attempt_name(const struct ll_attempt *attempt, char *name);

/* Append the command that repeats the failure. */
void ll_replay(struct ll_buf *out, const char *again, const struct ll_attempt *attempt);

#endif
