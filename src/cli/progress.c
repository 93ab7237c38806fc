/* SPDX-License-Identifier: MIT */
#include "cli/progress.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/layout.h"

enum { RUNS_MOST = 8 }; /* more do not fit into a line */

/* The runs of this moment, in the order in which they began. */
static struct {
    pthread_mutex_t lock;
    struct ll_style style;
    size_t count;
    struct run {
        const struct ll_subject *subject;
        const struct ll_tool *tool;
    } runs[RUNS_MOST];
} now = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* "memcheck runs the tests of exercise.c" */
static void say_run(const struct run *run, struct ll_buf *out)
{
    const struct ll_subject *subject = run->subject;
    const char *what =
        subject->is_suite || subject->only != NULL ? "the tests of " : "";
    if (run->tool == ll_tool_for(LL_TOOL_SUITE))
        ll_buf_addf(out, "the tests of %s run", subject->name);
    else
        ll_buf_addf(out, "%s %s %s%s", run->tool->title,
                    run->tool->reads_sources ? "reads" : "runs", what, subject->name);
}

static void repaint(void)
{
    struct ll_buf line = LL_BUF_INIT, out = LL_BUF_INIT;
    for (size_t i = 0; i < now.count; i++) {
        ll_buf_puts(&line, i > 0 ? ", " : "");
        say_run(&now.runs[i], &line);
    }
    ll_buf_puts(&line, now.count > 0 ? " ..." : "");
    ll_buf_putc(&out, '\r');
    ll_cut(&out, ll_buf_text(&line), 0, now.style.width - 1);
    ll_buf_puts(&out, "\033[K");
    fputs(ll_buf_text(&out), stderr);
    fflush(stderr);
    ll_buf_release(&line);
    ll_buf_release(&out);
}

static void add(const struct ll_subject *subject, const struct ll_tool *tool)
{
    if (now.count < RUNS_MOST)
        now.runs[now.count++] = (struct run){subject, tool};
}

static void drop(const struct ll_subject *subject, const struct ll_tool *tool)
{
    size_t kept = 0;
    for (size_t i = 0; i < now.count; i++)
        if (now.runs[i].subject != subject || now.runs[i].tool != tool)
            now.runs[kept++] = now.runs[i];
    now.count = kept;
}

static void tell(const struct ll_subject *subject, const struct ll_tool *tool,
                 bool begins)
{
    pthread_mutex_lock(&now.lock);
    if (begins)
        add(subject, tool);
    else
        drop(subject, tool);
    repaint();
    pthread_mutex_unlock(&now.lock);
}

void ll_progress_show(struct ll_session *session)
{
    const char *term = getenv("TERM");
    if (session->keep || !isatty(STDERR_FILENO) ||
        (term != NULL && strcmp(term, "dumb") == 0))
        return;
    now.style = ll_style_for(STDERR_FILENO);
    session->tell = tell;
}
