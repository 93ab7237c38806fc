/* SPDX-License-Identifier: MIT
 *
 * command: the table of leaklab's commands, one file and one row each.
 */
#ifndef LL_CLI_COMMAND_H
#define LL_CLI_COMMAND_H

#include "base/error.h"
#include "report/report.h"
#include "session/session.h"

/* Exit statuses, the same for every command. */
enum ll_exit {
    LL_EXIT_CLEAN = 0,   /* done; no fault */
    LL_EXIT_FAULTS = 1,  /* at least one fault, or a lesson that does not verify */
    LL_EXIT_INPUT = 2,   /* wrong usage, or nothing to judge: does not compile ... */
    LL_EXIT_HARNESS = 3, /* our own or the machine's failure */
};

struct ll_command {
    const char *name;
    const char *usage;   /* "FILE.c... [-- ARGS]" */
    const char *summary; /* one line for the list of commands */
    const char *help;    /* the rest of --help: options and examples */
    /* argv[0] is the command's name. Returns an exit status. */
    int (*run)(int argc, char **argv);
};

extern const struct ll_command *const ll_commands[]; /* ends with NULL */

/* Print the help of `command` on stdout. */
void ll_command_help(const struct ll_command *command);

/* Print "leaklab COMMAND: message" and where to read on, on stderr; returns
 * LL_EXIT_INPUT, so that a command can end with it. */
int ll_command_misuse(const struct ll_command *command, const char *format, ...)
    LL_PRINTF(2, 3);

/* Print the error on stderr; returns the exit status that belongs to its fault. */
int ll_command_failed(const struct ll_error *err);

int ll_exit_for(enum ll_verdict verdict);

#endif
