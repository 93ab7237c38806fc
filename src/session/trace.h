/* SPDX-License-Identifier: MIT
 *
 * trace: the files that a build read and that its command does not name (headers and
 * libraries, as compiler and linker report them), and the places where a new file would
 * be read instead of one of those headers, or would be found by __has_include().
 *
 *     {"files": {"/usr/include/stdio.h": "31176:1683121400.0", ...},
 *      "folders": {"/home/ann": 0, ...},     where a header may lie
 *      "names": {"stdio.h": 0, ...},         how it may be named; an absolute path
 *                                            is one of the system's
 *      "there": "9f86d081..."}               which of the products do exist
 */
#ifndef LL_SESSION_TRACE_H
#define LL_SESSION_TRACE_H

#include <jansson.h>
#include <time.h>

#include "session/session.h"

/* The trace of the build in `dir` that started at `start` (CLOCK_REALTIME_COARSE). A
 * new reference; NULL when it cannot be known. */
json_t *ll_trace_new(const struct ll_subject *subject, const struct ll_tool *tool,
                     const char *dir, struct timespec start);

/* The same for one source, compiled alone, whose headers are in the file `rules`. */
json_t *ll_trace_of_source(const struct ll_subject *subject, const char *source,
                           const char *rules, struct timespec start);

/* Whether a build would read the same files now. */
bool ll_trace_holds(json_t *trace);

#endif
