/* SPDX-License-Identifier: MIT */
#include "cli/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/running.h"
#include "report/layout.h"

static void repaint(void)
{
    const struct ll_style style = ll_style_for(STDERR_FILENO);
    struct ll_buf line = LL_BUF_INIT, out = LL_BUF_INIT;
    ll_running_say(&line, false);
    ll_buf_puts(&line, line.len > 0 ? " ..." : "");
    ll_buf_putc(&out, '\r');
    ll_cut(&out, ll_buf_text(&line), 0, style.width - 1);
    ll_buf_puts(&out, "\033[K");
    fputs(ll_buf_text(&out), stderr);
    fflush(stderr);
    ll_buf_release(&line);
    ll_buf_release(&out);
}

void ll_progress_show(struct ll_session *session)
{
    const char *term = getenv("TERM");
    if (session->keep || !isatty(STDERR_FILENO) ||
        (term != NULL && strcmp(term, "dumb") == 0))
        return;
    ll_running_follow(session, repaint);
}
