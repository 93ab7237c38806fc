/* SPDX-License-Identifier: MIT
 *
 * help: what a command does and takes, from its row and its tables: as text for --help,
 * as roff for the man page.
 */
#ifndef LL_CLI_HELP_H
#define LL_CLI_HELP_H

#include "base/buf.h"
#include "cli/command.h"

/* Print the help of `command` on stdout. */
void ll_help_print(const struct ll_command *command);

/* Append the sections of all commands, as the man page has them. */
void ll_help_manual(struct ll_buf *out);

/* Append an option as the reader types it: "-i, --interactive", "--format FORMAT". */
void ll_help_option(struct ll_buf *out, const struct ll_option *option);

#endif
