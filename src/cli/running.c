/* SPDX-License-Identifier: MIT */
#include "cli/running.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/text.h"
#include "sweep/sweep.h"

enum { RUNS_MOST = 8 }; /* more are not told */

/* The runs of this moment, in the order in which they began. */
static struct {
    pthread_mutex_t lock; /* recursive: `changed` asks for the runs */
    void (*changed)(void);
    unsigned long failed; /* in sweeps that have ended */
    size_t count;
    struct run {
        const struct ll_subject *subject;
        const struct ll_tool *tool;
        double since;
        char *log;            /* owned: of a sweep; NULL: it is none */
        unsigned long failed; /* as its log said last */
        bool stale;           /* it began before the last reset */
    } runs[RUNS_MOST];
} now;

static void make_lock(void)
{
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&now.lock, &attributes);
    pthread_mutexattr_destroy(&attributes);
}

/* "memcheck runs the tests of exercise.c" */
static void say_run(const struct run *run, bool seconds, struct ll_buf *out)
{
    const struct ll_subject *subject = run->subject;
    const char *what =
        subject->is_suite || subject->only != NULL ? "the tests of " : "";
    if (run->tool == ll_tool_for(LL_TOOL_SUITE))
        ll_buf_addf(out, "the tests of %s run", subject->name);
    else
        ll_buf_addf(out, "%s %s %s%s", run->tool->title,
                    run->tool->reads_sources ? "reads" : "runs", what, subject->name);
    if (seconds && ll_now() - run->since >= 1)
        ll_buf_addf(out, " (%.0f s)", ll_now() - run->since);
}

double ll_running_say(struct ll_buf *out, bool seconds)
{
    double longest = 0;
    pthread_mutex_lock(&now.lock);
    for (size_t i = 0; i < now.count; i++) {
        const struct run *run = &now.runs[i];
        ll_buf_puts(out, i > 0 ? ", " : "");
        say_run(run, seconds, out);
        if (run->log == NULL && ll_now() - run->since > longest)
            longest = ll_now() - run->since;
    }
    pthread_mutex_unlock(&now.lock);
    return longest;
}

unsigned long ll_running_failed(void)
{
    pthread_mutex_lock(&now.lock);
    unsigned long failed = now.failed;
    for (size_t i = 0; i < now.count; i++) {
        struct run *run = &now.runs[i];
        unsigned long count = run->log != NULL ? ll_sweep_count(run->log) : 0;
        run->failed = count > run->failed ? count : run->failed;
        failed += run->stale ? 0 : run->failed;
    }
    pthread_mutex_unlock(&now.lock);
    return failed;
}

void ll_running_reset(void)
{
    pthread_mutex_lock(&now.lock);
    now.failed = 0;
    for (size_t i = 0; i < now.count; i++) /* of what is not asked for any more */
        now.runs[i].stale = true;
    pthread_mutex_unlock(&now.lock);
}

static struct run *find(const struct ll_subject *subject, const struct ll_tool *tool)
{
    for (size_t i = 0; i < now.count; i++)
        if (now.runs[i].subject == subject && now.runs[i].tool == tool)
            return &now.runs[i];
    return NULL;
}

static void drop(struct run *run)
{
    now.failed += run->stale ? 0 : run->failed;
    free(run->log);
    for (now.count--; run < now.runs + now.count; run++)
        *run = run[1];
}

static void tell(const struct ll_subject *subject, const struct ll_tool *tool,
                 bool begins)
{
    pthread_mutex_lock(&now.lock);
    struct run *run = find(subject, tool);
    if (!begins && run != NULL)
        drop(run);
    else if (begins && now.count < RUNS_MOST)
        now.runs[now.count++] =
            (struct run){.subject = subject, .tool = tool, .since = ll_now()};
    if (now.changed != NULL)
        now.changed();
    pthread_mutex_unlock(&now.lock);
}

static void tell_sweep(const struct ll_subject *subject, const struct ll_tool *tool,
                       const char *log)
{
    pthread_mutex_lock(&now.lock);
    struct run *run = find(subject, tool);
    if (run != NULL)
        (void)!ll_set_text(&run->log, log);
    pthread_mutex_unlock(&now.lock);
}

void ll_running_follow(struct ll_session *session, void (*changed)(void))
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_lock);
    now.changed = changed;
    session->tell = tell;
    session->tell_sweep = tell_sweep;
}
