/* SPDX-License-Identifier: MIT
 *
 * apart: calls a function of leaklab's on bytes that may be hostile, in a process of
 * its own that can do nothing but compute and answer:
 *
 *     parent ── fork ──► child: no files, no other descriptor, a filter that allows
 *        ▲                │     only memory and answering, little time and memory
 *        └──── answer ────┘
 *
 * Where the function, or a library that it calls, has a fault, the answer is lost and
 * nothing else.
 */
#ifndef LL_JAIL_APART_H
#define LL_JAIL_APART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

struct ll_apart {
    /* Append the answer to `answer`. False: there is none. */
    bool (*answer)(void *data, struct ll_buf *answer);
    void *data;      /* for it; it sees a copy of the caller's memory */
    double seconds;  /* of the clock */
    size_t bytes;    /* of memory that it may allocate */
    bool allow_weak; /* call it even where no filter can be had */
};

/* Append the answer to `to`, at most to->max bytes, which are not to be trusted. 1: it
 * did not answer in time, or it ended in another way; `to` may then hold a part. -1
 * when we failed. Safe to call from several threads. */
int ll_apart(const struct ll_apart *apart, struct ll_buf *to,
             struct ll_error *err) LL_MUST_CHECK;

#endif
