/* SPDX-License-Identifier: MIT
 *
 * units: what is run, one after the other: unit 0 is the exercise's driver, the others
 * are the tests of its suite. The grader is told of each begin and end. */
#ifndef LL_RUNTIME_OBSERVE_UNITS_H
#define LL_RUNTIME_OBSERVE_UNITS_H

#include <stdbool.h>
#include <stdint.h>

/* Whether the order asks for this unit. */
bool ll_unit_is_wanted(uint32_t unit);

/* `name` and `index`: of a test. */
void ll_unit_begin(uint32_t unit, const char *name, int index);
void ll_unit_end(void);

/* The running unit is repeated: what it leaves allocated is counted from here on. Where
 * an interpreter runs, its caches are filled by the first time. */
void ll_unit_again(void);

/* A pointer is about to be observed: mark that in Valgrind's trace of allocations. */
void ll_unit_mark_pointer(void);

/* The program ends. Tells the grader when a unit was running: it called exit(). */
void ll_unit_left(void);

#endif
