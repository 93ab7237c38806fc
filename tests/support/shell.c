/* SPDX-License-Identifier: MIT */
#include "support/shell.h"

#include <check.h>
#include <stdlib.h>

#include "base/path.h"
#include "support/command.h"

enum { TEXT_MAX = 1 << 20 };

void shell_open(struct shell *shell)
{
    *shell = (struct shell){.folder = ll_path_temp_dir(NULL), .env = LL_STRINGS_INIT};
    ck_assert_ptr_nonnull(shell->folder);
    ll_buf_init(&shell->out, TEXT_MAX);
    ll_buf_init(&shell->errors, TEXT_MAX);
    ll_strings_addf(&shell->env, "PATH=" LL_BUILD_DIR ":%s", getenv("PATH"));
    ll_strings_add_all(&shell->env,
                       (const char *const[]){"L=" LL_BUILD_DIR "/leaklab", "MAKEFLAGS",
                                             "MAKELEVEL", NULL});
}

void shell_close(struct shell *shell)
{
    ll_path_remove_tree(shell->folder);
    free(shell->folder);
    ll_strings_release(&shell->env);
    ll_buf_release(&shell->out);
    ll_buf_release(&shell->errors);
}

int shell_run(struct shell *shell, const char *command)
{
    const char *const argv[] = {"sh", "-c", command, NULL};
    const struct command_place place = {.folder = shell->folder,
                                        .env = ll_strings_argv(&shell->env)};
    return run_command(argv, &place, &shell->out, &shell->errors);
}
