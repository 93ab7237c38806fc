/* SPDX-License-Identifier: MIT
 *
 * log: the sweep's log (see runtime/swept.h for its lines). ll_sweep_log() of
 * runtime/hooks.h appends a line to it. */
#ifndef LL_RUNTIME_SWEPT_LOG_H
#define LL_RUNTIME_SWEPT_LOG_H

#include <stdbool.h>

/* Name the log's file. NULL: nothing is logged. False: the path is too long. */
bool ll_log_open(const char *path);

#endif
