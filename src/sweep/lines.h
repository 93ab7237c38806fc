/* SPDX-License-Identifier: MIT
 *
 * lines: the source lines of addresses, as the debug information has them.
 *
 * addr2line (binutils 2.40) names the wrong file where the first code of a unit comes
 * from a file that it includes: the unit's own. libdw does not. It reads the program in
 * a process apart. */
#ifndef LL_SWEEP_LINES_H
#define LL_SWEEP_LINES_H

#include "diag/diag.h"

struct ll_line_at {
    unsigned long long address; /* in the file */
    struct ll_frame *frame;     /* borrowed: gets file and line, where they are known */
};

/* Fill the frames of `count` addresses in the program or library `path`. What is not
 * known stays as it is. */
int ll_lines_find(const char *path, const struct ll_line_at *places, size_t count,
                  struct ll_error *err) LL_MUST_CHECK;

#endif
