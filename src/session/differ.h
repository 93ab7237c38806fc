/* SPDX-License-Identifier: MIT
 *
 * differ: whether two runs of a program may have gone different ways, because it
 * depends on chance or the time. Each tool has a run of its own, and their faults are
 * told together. And how what was printed differs from what should have been.
 */
#ifndef LL_SESSION_DIFFER_H
#define LL_SESSION_DIFFER_H

#include "session/session.h"

/* The two runs that did not print the same, where one of them saw a fault that the
 * other one's tool would have seen. False: there are none.
 *
 * Addresses do not count, nor the order of what was printed (stdout and stderr have no
 * common order), nor what is missing at the end of a run that was stopped. */
bool ll_result_differs(const struct ll_result *result, const struct ll_run **one,
                       const struct ll_run **other);

/* The two runs that were ended by two different signals, each of them a fault of its
 * own; or that came to an end of their own with two different statuses, where one of
 * them saw a fault that the other one's tool would have seen. False: there are none. */
bool ll_result_ends_differ(const struct ll_result *result, const struct ll_run **one,
                           const struct ll_run **other);

/* The two runs of which one saw a fault that the other one, whose tool misses none of
 * its sort, did not come across, though it went on to the program's end. Such a fault
 * is an access right beside a block, or a lost block where the other tool knows all
 * blocks that are there at the end. False: there are none, or it cannot be told.
 *
 * The number of allocations is not compared: tools count those of the C library, too,
 * and not the same ones. */
bool ll_result_ways_differ(const struct ll_result *result, const struct ll_run **one,
                           const struct ll_run **other);

/* Append a clause that says where the output `printed` differs from `wanted`. */
void ll_differ_say(const char *printed, const char *wanted, struct ll_buf *out);

#endif
