/* SPDX-License-Identifier: MIT
 *
 * show: lets leaklab show what a parser read: nothing that was read may break what
 * comes after the parser.
 */
#ifndef FUZZ_SHOW_H
#define FUZZ_SHOW_H

#include "judge/graded.h"

/* Write the grade in every format of grades. */
void fuzz_show_graded(const struct ll_graded *graded);

/* Sort the faults, join those that belong together, and show them as those of a program
 * (in text, with their explanations) and of a submission. */
void fuzz_show_diags(struct ll_diags *diags);

#endif
