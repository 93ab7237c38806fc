/* SPDX-License-Identifier: MIT
 *
 * buggy-owner-gone.c: the timer that rings has a name, and timers_last() needs no more
 * than to know where it is.
 */
#include "timers.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { NAME_SIZE = 24 };

struct timer {
    timer_heard *heard;
    int due; /* the minute from which on it rings */
    bool cancelled;
    struct timer *next; /* owned by the timers; NULL: the last one */
    char name[NAME_SIZE];
};

struct timers {
    struct timer *first; /* owned; NULL: there is none */
    int now;             /* minutes since the beginning */
    bool ringing;        /* timers_tick() walks along the list */
    const char *last;    /* the name of the timer that was the last to ring */
};

struct timers *timers_new(void)
{
    return calloc(1, sizeof(struct timers));
}

struct timer *timers_set(struct timers *timers, const char *name, int minutes,
                         timer_heard *heard)
{
    struct timer *timer = malloc(sizeof *timer); /* @alloc */

    if (timer == NULL)
        return NULL;
    timer->heard = heard;
    timer->due = timers->now + minutes;
    timer->cancelled = false;
    timer->next = timers->first;
    snprintf(timer->name, sizeof timer->name, "%s", name);
    timers->first = timer;
    return timer;
}

/* Take out the timers that are cancelled, and free them. */
static void sweep(struct timers *timers)
{
    struct timer **link = &timers->first;

    while (*link != NULL) {
        struct timer *timer = *link;

        if (timer->cancelled) {
            *link = timer->next;
            free(timer); /* @freed */
        } else {
            link = &timer->next;
        }
    }
}

void timers_cancel(struct timers *timers, struct timer *timer)
{
    timer->cancelled = true;
    if (!timers->ringing)
        sweep(timers);
}

void timers_tick(struct timers *timers)
{
    struct timer *timer;

    timers->now++;
    timers->ringing = true;
    for (timer = timers->first; timer != NULL; timer = timer->next) {
        if (timer->cancelled || timer->due > timers->now)
            continue;
        timers->last = timer->name;
        timer->heard(timers, timer);
    }
    timers->ringing = false;
    sweep(timers);
}

const char *timer_name(const struct timer *timer)
{
    return timer->name;
}

const char *timers_last(const struct timers *timers)
{
    return timers->last != NULL ? timers->last : "";
}

void timers_free(struct timers *timers)
{
    while (timers->first != NULL) {
        struct timer *timer = timers->first;

        timers->first = timer->next;
        free(timer);
    }
    free(timers);
}
