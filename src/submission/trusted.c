/* SPDX-License-Identifier: MIT */
#include "submission/trusted.h"

#include <string.h>

#include "jail/jail.h"
#include "session/job.h"

int ll_trusted_run(const struct ll_strings *argv, struct ll_buf *words,
                   struct ll_error *err)
{
    struct ll_ended ended;
    if (ll_strings_ok(argv, err) != 0)
        return -1;
    struct ll_job job = {.argv = ll_strings_argv(argv),
                         .limits = ll_build_limits,
                         .out = words,
                         .err = words};
    if (ll_jail_run(&job, &ended, err) != 0)
        return -1;
    if (ended.how == LL_END_NOT_STARTED)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot run '%s': %s", argv->items[0],
                       strerror(ended.status));
    return ended.how == LL_END_EXITED && ended.status == 0 ? 0 : 1;
}

int ll_trusted_must(const struct ll_strings *argv, struct ll_error *err)
{
    struct ll_buf words = LL_BUF_INIT;
    int result = ll_trusted_run(argv, &words, err);
    if (result > 0)
        result = ll_fail(err, LL_FAULT_HARNESS, "%s failed: %.200s", argv->items[0],
                         ll_buf_text(&words));
    ll_buf_release(&words);
    return result;
}

int ll_trusted_rename_main(const char *object, const char *name, struct ll_error *err)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    ll_strings_add(&argv, "objcopy");
    ll_strings_addf(&argv, "--redefine-sym=main=%s", name);
    ll_strings_add(&argv, object);
    int result = ll_trusted_must(&argv, err);
    ll_strings_release(&argv);
    return result;
}
