/* SPDX-License-Identifier: MIT */
#include "submission/step.h"

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
    ll_buf_release(&compiled->words);
    ll_buf_init(&compiled->words, WORDS_MAX);
    if (result == 0)
        result = ll_isolate_run(&isolated, &ended, err);
    if (result == 0) {
        compiled->seconds += ended.wall_seconds;
        if (ended.how == LL_END_NOT_STARTED)
            result = ll_fail(err, LL_FAULT_HARNESS, "cannot run '%s': %s",
                             argv->items[0], strerror(ended.status));
        else if (ended.how == LL_END_EXITED)
            result = ended.status == 0 ? 0 : 1;
        else {
            ll_buf_addf(why, "the compiler, given '%s', ", compiled->name);
            ll_ended_say(&ended, &build_limits, why);
            result = 1;
        }
    }
    free(in);
    free(out);
    return result;
}
