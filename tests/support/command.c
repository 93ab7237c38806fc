/* SPDX-License-Identifier: MIT */
#include "support/command.h"

#include <check.h>
#include <stdio.h>

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

int run_script(const char *name, const char *argument, struct ll_buf *out)
{
    char path[4096];
    const char *const argv[] = {path, argument, NULL};
    struct ll_buf errors = LL_BUF_INIT;
    snprintf(path, sizeof path, "%s/scripts/%s", LL_SOURCE_DIR, name);
    int status = run_command(argv, &(struct command_place){0}, out, &errors);
    ll_buf_release(&errors);
    return status;
}

void assert_script(const char *name, const char *argument, int status,
                   const char *printed)
{
    struct ll_buf out = LL_BUF_INIT;
    int ended = run_script(name, argument, &out);
    if (printed != NULL)
        ck_assert_str_eq(ll_buf_text(&out), printed);
    ck_assert_int_eq(ended, status);
    ll_buf_release(&out);
}
