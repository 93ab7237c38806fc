/* SPDX-License-Identifier: MIT
 *
 * suppress: suppressions in the words of tools, for those who run a tool without
 * leaklab. Members `suppress` of rows (tool.h).
 *
 * Both tools look for a function in the whole stack of a fault: they also leave out
 * faults in what the function calls.
 */
#ifndef LL_TOOLS_SUPPRESS_H
#define LL_TOOLS_SUPPRESS_H

#include "diag/listed.h"

/* Memcheck's, for valgrind --suppressions=FILE. */
const char *ll_suppress_memcheck(const struct ll_listed_faults *list,
                                 const struct ll_listed *line, struct ll_buf *out);

/* LeakSanitizer's, for LSAN_OPTIONS=suppressions=FILE. */
const char *ll_suppress_leaks(const struct ll_listed_faults *list,
                              const struct ll_listed *line, struct ll_buf *out);

#endif
