/* SPDX-License-Identifier: MIT
 *
 * examine_races: finds out whether the threads of a submission share memory that
 * nothing keeps apart, in a lesson that lists a tool for that.
 *
 *   helgrind          the graded program itself, byte by byte: no macro tells this tool
 *     │               from the others
 *     ├─ a race ──────────────────────────► a fault, unless the second judge must be
 *     │                                     asked (below), and sees none
 *     └─ none ──► ThreadSanitizer ── a race ─► a fault
 *                     │
 *                     └─ none ──► no tool, stopped threads ── another output ─► a fault
 *
 * helgrind does not know what atomic operations put in order. It takes a right lock
 * that is made of them for none, and an atomic write for no write. ThreadSanitizer
 * knows it, but has to be compiled into the program, and is easier to turn off. So its
 * silence counts against helgrind's word only where the source has atomic operations,
 * and nothing that the gate refuses.
 *
 * Both go by what puts two uses in order, which chance may do. Runs with stopped
 * threads go by what the program prints (session/stopped.h), and by what the tests
 * observe: a program can make up what it prints.
 */
#ifndef LL_GRADE_EXAMINE_RACES_H
#define LL_GRADE_EXAMINE_RACES_H

#include "grade/examination.h"

/* Add to `driver` the races of the driver's run, which came to its end elsewhere.
 * `tool`: the first judge's row. Sets out->tampered where that was tampered with. -1
 * when we failed. */
int ll_examine_races(const struct ll_examine_order *order, const struct ll_tool *tool,
                     struct ll_examination *out, struct ll_diags *driver,
                     struct ll_error *err) LL_MUST_CHECK;

#endif
