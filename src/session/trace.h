/* SPDX-License-Identifier: MIT
 *
 * trace: what a build read besides what it was told to read: headers and libraries,
 * as compiler and linker tell; and where a file, if it were there, would be read in
 * place of one of those headers.
 *
 *     {"files": {"/usr/include/stdio.h": "31176:1683121400.0", ...},
 *      "folders": {"/home/ann": 0, ...},     where a header may lie
 *      "names": {"stdio.h": 0, ...},         how it may be named
 *      "there": "9f86d081..."}               which of the products do exist
 */
#ifndef LL_SESSION_TRACE_H
#define LL_SESSION_TRACE_H

#include <jansson.h>
#include <time.h>

#include "session/session.h"

/* The trace of the build in `dir`, begun at `start` (CLOCK_REALTIME_COARSE). A new
 * reference; NULL when it is not known for sure. */
json_t *ll_trace_new(const struct ll_subject *subject, const struct ll_tool *tool,
                     const char *dir, struct timespec start);

/* Whether a build now would read the same. */
bool ll_trace_holds(json_t *trace);

#endif
