/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * output: the report. docs/lastptr.md describes it.
 */
#ifndef LP_OUTPUT_H
#define LP_OUTPUT_H

#include "vg_compat.h"

/* Checks for leaks and writes the report to Valgrind's output, as text or as XML. Call
 * once, at the end of the program. */
void lp_report(Bool xml);

#endif
