/* SPDX-License-Identifier: MIT
 *
 * How a command ended, in words. */
#include "jail/jail.h"

#include <string.h>

#include "base/signals.h"

static void say_signal(int signal, struct ll_buf *out)
{
    const char *name = sigabbrev_np(signal), *gloss = ll_signal_gloss(signal);
    if (name == NULL)
        ll_buf_addf(out, "was killed by signal %d", signal);
    else
        ll_buf_addf(out, "was killed by SIG%s", name);
    if (gloss != NULL)
        ll_buf_addf(out, " (%s)", gloss);
}

static void say_bytes(size_t bytes, struct ll_buf *out)
{
    if (bytes >= 1 << 20 && bytes % (1 << 20) == 0)
        ll_buf_addf(out, "%zu MiB", bytes >> 20);
    else if (bytes >= 1 << 10 && bytes % (1 << 10) == 0)
        ll_buf_addf(out, "%zu KiB", bytes >> 10);
    else
        ll_buf_addf(out, "%zu bytes", bytes);
}

void ll_ended_say(const struct ll_ended *ended, const struct ll_limits *limits,
                  struct ll_buf *out)
{
    switch (ended->how) {
    case LL_END_EXITED:
        ll_buf_addf(out, "exited with status %d", ended->status);
        break;
    case LL_END_SIGNALLED:
        say_signal(ended->signal, out);
        break;
    case LL_END_TIMEOUT:
        ll_buf_addf(out, "did not end within %g s and was stopped",
                    limits->wall_seconds);
        break;
    case LL_END_CPU:
        ll_buf_addf(out, "used more than %g s of processor time and was stopped",
                    limits->cpu_seconds);
        break;
    case LL_END_OUTPUT:
        ll_buf_puts(out, "printed more than ");
        say_bytes(limits->output_bytes, out);
        ll_buf_puts(out, " and was stopped");
        break;
    case LL_END_MEMORY:
        ll_buf_puts(out, "had more than ");
        say_bytes(limits->memory_bytes, out);
        ll_buf_puts(out, " of memory and was stopped");
        break;
    case LL_END_DISK:
        ll_buf_puts(out, "wrote more than ");
        say_bytes(limits->disk_bytes, out);
        ll_buf_puts(out, " and was stopped");
        break;
    case LL_END_CANCELLED:
        ll_buf_puts(out, "was cancelled");
        break;
    case LL_END_NOT_STARTED:
        ll_buf_addf(out, "could not be started: %s", strerror(ended->status));
        break;
    }
}

bool ll_ended_by_itself(const struct ll_ended *ended)
{
    return ended->how == LL_END_EXITED || ended->how == LL_END_SIGNALLED;
}

bool ll_ended_late(const struct ll_ended *ended)
{
    return ended->how == LL_END_TIMEOUT || ended->how == LL_END_CPU;
}
