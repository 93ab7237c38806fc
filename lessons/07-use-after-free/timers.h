/* SPDX-License-Identifier: MIT
 *
 * timers.h: the timers of a kitchen. A timer whose time has come rings every minute
 * until somebody cancels it; that may be the very function that hears it ring.
 *
 *     first ──► eggs ──► toast ──► NULL        the one set last is first
 *
 * Life cycle: timers_new(), then setting, ticking and cancelling, then timers_free().
 */
#ifndef TIMERS_H
#define TIMERS_H

struct timers; /* see correct.c */
struct timer;

/* Called when `timer` rings. It may set timers and cancel them, `timer` among them. */
typedef void timer_heard(struct timers *timers, struct timer *timer);

/* Returns a kitchen without timers, free with timers_free(); NULL when memory ran out.
 */
struct timers *timers_new(void);

/* Set a timer that rings `minutes` from now; `name` is copied, of a long one the first
 * 23 characters. Returns NULL when memory ran out. Borrowed: valid until it is
 * cancelled. */
struct timer *timers_set(struct timers *timers, const char *name, int minutes,
                         timer_heard *heard);

/* Let `timer` ring no more. It may not be used afterwards. */
void timers_cancel(struct timers *timers, struct timer *timer);

/* A minute passes: every timer whose time has come rings. */
void timers_tick(struct timers *timers);

/* The name of a timer. Borrowed: valid until the timer is cancelled. */
const char *timer_name(const struct timer *timer);

/* The name of the timer that was the last to ring, "" when none has; also when that
 * timer has been cancelled since. Borrowed: valid until the next timers_tick() or
 * timers_free(). */
const char *timers_last(const struct timers *timers);

/* Free the timers and all that they own. */
void timers_free(struct timers *timers);

#endif
