/* SPDX-License-Identifier: MIT
 *
 * pairs: functions of libraries that allocate, and those that give the memory back:
 * regcomp and regfree. A block that such a call allocated is told by its names.
 *
 *     malloc ◄─ re_compile ◄─ regcomp ◄─ main:7     as a tool tells it
 *                                └─ called by the reader's own line: its row counts
 *
 * The known pairs are in pairs.txt, which is compiled in; a reader's own come from
 * files of the same form. A pair is kept as an allocator is: "regcomp:regfree".
 */
#ifndef LL_DIAG_PAIRS_H
#define LL_DIAG_PAIRS_H

#include "base/strings.h"
#include "diag/diag.h"

/* The file that is read in the folder in which leaklab is started. */
#define LL_PAIRS_FILE "leaklab.pairs"

/* The known pairs, NULL-terminated. */
extern const char *const ll_pairs_known[];

/* Append the pairs of a file to `pairs`. A file that cannot be read, or a line that is
 * none, is an input fault. */
int ll_pairs_read(const char *path, struct ll_strings *pairs,
                  struct ll_error *err) LL_MUST_CHECK;

/* Set `allocated_by` and `freed_by` of each leak whose block a function allocated that
 * the reader's own code called, and that is the opener of a pair: of `more`, or of the
 * known ones. What --allocator has told stays as it is. -1 when memory ran out. */
int ll_pairs_settle(struct ll_diags *diags, const struct ll_strings *more,
                    const char *const *roots, struct ll_error *err) LL_MUST_CHECK;

#endif
