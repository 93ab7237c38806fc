/* SPDX-License-Identifier: MIT
 *
 * origin: where an allocation comes from: its call stack, whether the program asked for
 * it, through which function of a library, and whether one came from there before. */
#ifndef LL_RUNTIME_SWEPT_ORIGIN_H
#define LL_RUNTIME_SWEPT_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LL_ORIGIN_FRAMES_MAX = 32, LL_ORIGIN_INNERMOST = 8 };

struct ll_origin {
    uintptr_t frames[LL_ORIGIN_FRAMES_MAX]; /* return addresses, innermost first */
    size_t count;
    uintptr_t caller; /* that of the allocation: frames begin with it */
};

/* The stack of an allocation that returns to `caller`. */
void ll_origin_read(struct ll_origin *origin, const void *caller);

/* Whether the program asked for it: one of its frames is on the stack. Where there is a
 * Python interpreter, which allocates memory for itself, the frame must be the first
 * outside of the C library. */
bool ll_origin_is_programs(const struct ll_origin *origin);

/* Whether this was asked before with the same stack. `innermost`: compare no more than
 * LL_ORIGIN_INNERMOST frames. */
bool ll_origin_is_known(const struct ll_origin *origin, bool innermost);

/* Log that the program ends there, as "left" (see runtime/swept.h). */
void ll_origin_log_end(const struct ll_origin *origin);

/* Log the allocation as a "point" (see runtime/swept.h). */
void ll_origin_log(const struct ll_origin *origin, unsigned long number,
                   const char *name, size_t size);

#endif
