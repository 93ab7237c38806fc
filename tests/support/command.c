/* SPDX-License-Identifier: MIT */
#include "support/command.h"

#include <check.h>

#include "jail/jail.h"
#include "support/suite.h"

int run_command(const char *const *argv, const struct command_place *place,
                struct ll_buf *out, struct ll_buf *errors)
{
    struct ll_ended ended;
    struct ll_error err = {0};
    const struct ll_job job = {
        .argv = argv,
        .env = place->env,
        .folder = place->folder,
        .stdin_path = place->input,
        .limits = {.wall_seconds = HANG_SECONDS},
        .out = out,
        .err = errors,
    };
    ll_buf_clear(out);
    ll_buf_clear(errors);
    ck_assert_msg(ll_jail_run(&job, &ended, &err) == 0, "%s", err.text);
    ck_assert_msg(ended.how == LL_END_EXITED, "'%s' did not exit by itself", argv[0]);
    return ended.status;
}
