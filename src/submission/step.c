/* SPDX-License-Identifier: MIT */
#include "submission/step.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "submission/isolate.h"

enum { FILE_MAX = 64 << 20, WORDS_MAX = 64 << 10 };

/* An honest file compiles in less than a second, and what Cython makes of one in some
 * seconds; a bomb never ends. A machine may be busy. */
static const struct ll_limits build_limits = {
    .wall_seconds = 60,
    .cpu_seconds = 10,
    .output_bytes = WORDS_MAX,
    .file_bytes = FILE_MAX,
    .address_bytes = (size_t)2 << 30,
};

enum { TRIES = 3 };

/* Whether something killed it that was no limit: the kernel, when memory ran out, or
 * somebody. gcc says of its parts that they were killed. What the compiler used shows
 * that it was not its limit of processor time, which kills as well. */
static bool killed_from_outside(const struct ll_ended *ended,
                                const struct ll_buf *words)
{
    bool killed =
        (ended->how == LL_END_SIGNALLED && ended->signal == SIGKILL) ||
        (ended->how == LL_END_EXITED && ended->status != 0 &&
         strstr(ll_buf_text(words), "Killed signal terminated program") != NULL);
    return killed && ended->cpu_seconds < build_limits.cpu_seconds / 2;
}

/* Run it, again where it was killed from outside. */
static int run_step(const struct ll_isolate *isolated, struct ll_compiled *compiled,
                    struct ll_ended *ended, struct ll_error *err)
{
    for (int i = 0; i < TRIES; i++) {
        ll_buf_release(&compiled->words);
        ll_buf_init(&compiled->words, WORDS_MAX);
        if (ll_isolate_run(isolated, ended, err) != 0)
            return -1;
        compiled->seconds += ended->wall_seconds;
        if (!killed_from_outside(ended, &compiled->words))
            return 0;
    }
    return ll_fail(err, LL_FAULT_HARNESS,
                   "'%s' was killed from outside, %d times: is there enough memory?",
                   isolated->argv[0], TRIES);
}

/* What came of it. 0, 1 or -1. */
static int judge_step(const struct ll_compiled *compiled, const char *program,
                      const struct ll_ended *ended, struct ll_buf *why,
                      struct ll_error *err)
{
    if (ended->how == LL_END_NOT_STARTED)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot run '%s': %s", program,
                       strerror(ended->status));
    if (ended->how == LL_END_CANCELLED)
        return ll_fail(err, LL_FAULT_HARNESS, "interrupted");
    if (ended->how == LL_END_EXITED)
        return ended->status == 0 ? 0 : 1;
    ll_buf_addf(why, "the compiler, given '%s', ", compiled->name);
    ll_ended_say(ended, &build_limits, why);
    return 1;
}

int ll_step_run(const struct ll_harness *harness, struct ll_compiled *compiled,
                const struct ll_strings *argv, struct ll_buf *why, struct ll_error *err)
{
    struct ll_ended ended;
    const char *readable[] = {harness->folder, NULL};
    char *in = ll_path_join(compiled->folder, "in");
    char *out = ll_path_join(compiled->folder, "out");
    struct ll_isolate isolated = {.argv = ll_strings_argv(argv),
                                  .folder = in,
                                  .scratch = out,
                                  .readable = readable,
                                  .limits = build_limits,
                                  .is_build = true,
                                  .allow_weak = harness->allow_weak,
                                  .output = &compiled->words};
    int result =
        in == NULL || out == NULL ? ll_fail_memory(err) : ll_strings_ok(argv, err);
    if (result == 0)
        result = run_step(&isolated, compiled, &ended, err);
    if (result == 0)
        result = judge_step(compiled, argv->items[0], &ended, why, err);
    free(in);
    free(out);
    return result;
}
