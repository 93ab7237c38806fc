/* SPDX-License-Identifier: MIT
 *
 * command: a command run by a test, as a user would run it. */
#ifndef LL_TESTS_COMMAND_H
#define LL_TESTS_COMMAND_H

#include "base/buf.h"

/* Where and with what it runs; all of it is borrowed, and any of it may be NULL. */
struct command_place {
    const char *folder;
    const char *const *env; /* "NAME=value", or "NAME" to take it away */
    const char *input;      /* the path of what is on stdin */
};

/* Run `argv` (NULL-terminated) and wait for it. `out` and `errors` get what it prints;
 * they are emptied before, and may be the same. Returns its exit status; the test fails
 * where it ends in another way. */
int run_command(const char *const *argv, const struct command_place *place,
                struct ll_buf *out, struct ll_buf *errors);

/* Run `scripts/NAME ARGUMENT` of leaklab's sources. `out` gets what it prints on
 * stdout; it is emptied first. Returns its exit status. */
int run_script(const char *name, const char *argument, struct ll_buf *out);

/* The script ends with `status` and prints exactly `printed`; NULL: anything. */
void assert_script(const char *name, const char *argument, int status,
                   const char *printed);

#endif
