/* SPDX-License-Identifier: MIT
 *
 * show: lets leaklab show what a parser read: nothing that was read may break what
 * comes after the parser.
 */
#ifndef FUZZ_SHOW_H
#define FUZZ_SHOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "judge/graded.h"
#include "tools/valgrind.h"

/* Write the grade in every format of grades. */
void fuzz_show_graded(const struct ll_graded *graded);

/* Sort the faults, join those that belong together, and show them as those of a program
 * (in text, with their explanations) and of a submission. */
void fuzz_show_diags(struct ll_diags *diags);

/* Read a report of one of Valgrind's tools, and show it. Whether it is whole and has a
 * fault. */
bool fuzz_read_valgrind(const char *tool, const struct ll_valgrind_form *form,
                        const uint8_t *bytes, size_t count);

#endif
