/* SPDX-License-Identifier: MIT */
#include "runtime/swept/children.h"

#include <pthread.h>
#include <sys/wait.h>

#include "runtime/hooks.h"
#include "runtime/private.h"
#include "runtime/swept.h"
#include "runtime/swept/files.h"

#define GRACE_SECONDS 2.0

static double child_seconds;
/* These stop the program itself, as its children are stopped. */
static struct timer {
    clockid_t clock;
    int times; /* so many times the seconds of a child */
    int id;
} timers[] = {{CLOCK_PROCESS_CPUTIME_ID, 1, -1},
              {CLOCK_MONOTONIC, LL_SWEEP_PATIENCE, -1}};
enum { TIMERS = sizeof timers / sizeof *timers };
static bool is_timed;
static bool forking;    /* a fork is ours */
static bool has_forked; /* the program has */
static LL_THREAD bool starts_thread;

/* In memory that is shared with the children. NULL: there is none, and each allocation
 * gets both children. */
static volatile bool *asked_on;

static void in_parent(void)
{
    has_forked = has_forked || !forking;
}

void ll_children_init(double seconds)
{
    child_seconds = seconds;
    asked_on = ll_sys_map(sizeof *asked_on, MAP_SHARED);
    __register_atfork(NULL, in_parent, NULL, __dso_handle);
}

static double set_timer(size_t i, double seconds)
{
    return ll_sys_timer(&timers[i].id, timers[i].clock, SIGTERM, seconds);
}

void ll_children_time(bool on)
{
    for (size_t i = 0; i < TIMERS && child_seconds > 0; i++)
        set_timer(i, on ? timers[i].times * child_seconds : 0);
    is_timed = on;
}

void ll_children_asked_on(void)
{
    if (asked_on != NULL)
        *asked_on = true;
}

bool ll_children_are_forking(void)
{
    return forking;
}

/* AddressSanitizer of gcc 16 locks its list of threads while it starts one, and once
 * more before a fork: a fork in there would wait for ever. */
static bool fork_would_wait(void)
{
    return starts_thread && __interceptor_malloc != NULL;
}

const char *ll_children_find_unfit(void)
{
    struct stat tasks; /* two links, and one for each thread */
    if (has_forked)
        return "children";
    if (fork_would_wait() || ll_sys_stat("/proc/self/task", &tasks) != 0 ||
        tasks.st_nlink > 3)
        return "threads";
    if (!ll_sys_signal_is_default(SIGCHLD))
        return "signals";
    return ll_files_keep() ? NULL : "pipes";
}

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *argument) LL_WEAK;
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *argument);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *argument)
{
    starts_thread = true;
    int result = __real_pthread_create(thread, attributes, start, argument);
    starts_thread = false;
    return result;
}

struct child {
    pid_t pid; /* 0: there is none */
    double since;
    int sent;       /* the signal that is to end it */
    double sent_at; /* seconds after `since` */
};

/* Fork a child. True in it. */
static bool fork_one(struct child *child)
{
    *child = (struct child){.since = ll_sys_seconds()};
    forking = true;
    pid_t pid = __fork();
    forking = false;
    if (pid == 0)
        ll_files_forget();
    child->pid = pid > 0 ? pid : 0;
    return pid == 0;
}

static void log_child(const struct child *child, unsigned long number, bool with_all,
                      int status)
{
    const char *how = WIFEXITED(status) ? "exited" : "signalled";
    ll_sweep_log("child %lu%s %d %s %d %.3f", number, with_all ? "+" : "",
                 (int)child->pid, child->sent == 0 ? how : "stopped",
                 WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status),
                 ll_sys_seconds() - child->since);
}

/* Whether it has taken longer than it may, by `seconds`. */
static bool is_over(const struct child *child, double seconds)
{
    return seconds > LL_SWEEP_PATIENCE * child_seconds ||
           (seconds > child_seconds && ll_sys_cpu_seconds(child->pid) > child_seconds);
}

/* Whether it has ended; `status` says how. A child that takes too long is stopped, by
 * SIGTERM first: then the tool can still write its report. */
static bool has_ended(struct child *child, int *status)
{
    double seconds = ll_sys_seconds() - child->since;
    if (child->pid == 0)
        return true;
    pid_t ended = ll_sys_wait(child->pid, status, WNOHANG);
    if (ended == child->pid || (ended < 0 && ended != -EINTR))
        return true;
    if (child->sent == 0 && is_over(child, seconds)) {
        ll_sys_kill(child->pid, child->sent = SIGTERM);
        child->sent_at = seconds;
    }
    if (child->sent == SIGTERM && seconds > child->sent_at + GRACE_SECONDS)
        ll_sys_kill(child->pid, child->sent = SIGKILL);
    ll_sys_sleep(seconds < 0.02 ? 200000 : 1000000);
    return false;
}

/* The second child is started as soon as it is known to be needed, beside the first; or
 * after it, where they would share files. */
static enum ll_forked fork_both(unsigned long number)
{
    struct child alone, all = {0};
    int status = 0;
    bool differs = asked_on == NULL, started = false;
    if (asked_on != NULL)
        *asked_on = false;
    if (fork_one(&alone))
        return LL_FORKED_ALONE;
    do {
        differs = differs || *asked_on || alone.pid == 0;
        if (differs && !started && !ll_files_are_kept()) {
            started = true;
            if (fork_one(&all))
                return LL_FORKED_WITH_ALL;
        }
    } while (!has_ended(&alone, &status));
    differs = differs || *asked_on;
    if (alone.pid > 0)
        log_child(&alone, number, false, status);
    if (!differs)
        log_child(&alone, number, true, status);
    ll_files_put_back();
    if (differs && !started && fork_one(&all))
        return LL_FORKED_WITH_ALL;
    while (!has_ended(&all, &status))
        ;
    if (all.pid > 0)
        log_child(&all, number, true, status);
    ll_files_put_back();
    ll_files_forget();
    return LL_FORKED_PARENT;
}

/* The time that the children take is not the program's own. */
enum ll_forked ll_children_fork(unsigned long number)
{
    double left[TIMERS] = {0};
    for (size_t i = 0; i < TIMERS && is_timed; i++)
        left[i] = set_timer(i, 0);
    enum ll_forked forked = fork_both(number);
    for (size_t i = 0; i < TIMERS && forked == LL_FORKED_PARENT; i++)
        if (left[i] > 0)
            set_timer(i, left[i]);
    return forked;
}
