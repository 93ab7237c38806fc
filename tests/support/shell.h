/* SPDX-License-Identifier: MIT
 *
 * shell: commands of the shell in a new folder, as a user would type them. */
#ifndef LL_TESTS_SHELL_H
#define LL_TESTS_SHELL_H

#include "base/buf.h"
#include "base/strings.h"

/* What a test works with, from shell_open() to shell_close(). */
struct shell {
    char *folder;          /* a new one, which is removed at the end */
    struct ll_strings env; /* of each command, as in command.h: add what it needs */
    struct ll_buf out;     /* what the last command printed on stdout */
    struct ll_buf errors;  /* and on stderr */
};

/* Commands have leaklab in PATH and as $L, and nothing of a `make` that started the
 * test. */
void shell_open(struct shell *shell);

void shell_close(struct shell *shell);

/* Returns the command's exit status. */
int shell_run(struct shell *shell, const char *command);

#endif
