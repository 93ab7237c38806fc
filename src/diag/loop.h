/* SPDX-License-Identifier: MIT
 *
 * loop: which loop of the source is running where a program was stopped.
 */
#ifndef LL_DIAG_LOOP_H
#define LL_DIAG_LOOP_H

#include "diag/diag.h"

/* The line of the innermost `for`, `while` or `do` in which the line of `frame` is: in
 * its head, or in what it repeats. 0: there is none, or the source cannot be read. */
unsigned ll_loop_line(const struct ll_frame *frame);

#endif
