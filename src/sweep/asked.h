/* SPDX-License-Identifier: MIT
 *
 * asked: who asked for the memory that an allocation did not give, and whether the
 * result was checked there.
 *
 *     main:12  list = load();          load() returns what it got: main asked for it
 *     load:20    return xmalloc(10);   so does xmalloc()
 *     xmalloc:5    return malloc(size);
 *
 * Read from the source text, function by function, from malloc outwards.
 */
#ifndef LL_SWEEP_ASKED_H
#define LL_SWEEP_ASKED_H

#include "diag/diag.h"

enum ll_use {
    LL_USE_UNKNOWN,   /* the text does not tell */
    LL_USE_UNCHECKED, /* the result is used, or dropped, without a look at it */
    LL_USE_CHECKED,   /* it is compared; the function goes no further with it */
    LL_USE_HANDED_ON, /* the function returns it, unchecked */
    LL_USE_REPORTED,  /* the function checks it, and returns a value of its own */
};

/* What the function of `frame` does with what `callee` returned to its line. */
enum ll_use ll_asked_use(const struct ll_frame *frame, const char *callee);

#endif
