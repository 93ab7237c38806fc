/* SPDX-License-Identifier: MIT
 *
 * command_line: parse and check what was typed after a command's name, by the tables of
 * the command (options.h).
 */
#ifndef LL_CLI_COMMAND_LINE_H
#define LL_CLI_COMMAND_LINE_H

#include "base/strings.h"
#include "cli/command.h"

/* The words of a command line that are no options. Borrowed from it. */
struct ll_operands {
    char **items;
    size_t count;
    char **rest; /* the words after "--", of a command that `passes_rest` */
    size_t rest_count;
};

/* Parse argv[1] to argv[argc - 1], check it, and store it in `request`. The words of
 * `argv` are put into another order. True: go on. False: the command ends with
 * `*status`; the help, or what is wrong, has been printed. */
bool ll_command_line_parse(const struct ll_command *command, int argc, char **argv,
                           void *request, struct ll_operands *operands,
                           int *status) LL_MUST_CHECK;

/* Append the words that repeat a command line after the command's name, without the
 * options named in `left_out` (which ends with NULL). argv stays as it is. */
int ll_command_line_repeat(const struct ll_command *command, int argc, char **argv,
                           const char *const *left_out, struct ll_strings *out,
                           struct ll_error *err) LL_MUST_CHECK;

#endif
