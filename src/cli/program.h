/* SPDX-License-Identifier: MIT
 *
 * program: a C program on a command line, FILE.c... [-- ARGS] < input, and the options
 * of the commands that run one.
 */
#ifndef LL_CLI_PROGRAM_H
#define LL_CLI_PROGRAM_H

#include "cli/command_line.h"

struct ll_program {
    struct ll_subject subject;
    struct ll_session session;
    struct ll_style style;
    struct ll_option_list tools; /* --tool: names */
    bool show_output;            /* --output */
    const char *script;          /* --script; NULL: none */
    const char *commands;        /* --compile-commands, -p; NULL: none */
    bool interactive;            /* -i: read the program's input from a terminal */
    char *folder;                /* owned: holds what stdin gave; NULL: none */
};

/* The groups of options that fill a struct ll_program: the report; input and compiler.
 */
extern const struct ll_option ll_program_report_options[], ll_program_options[];

/* Sources, objects and archives: the operands. */
extern const struct ll_operand ll_program_operands[1];

void ll_program_init(struct ll_program *program);
void ll_program_release(struct ll_program *program);

/* Take the operands as files and the words after "--" as the program's arguments.
 * Returns 0, or an exit status. */
int ll_program_take(struct ll_program *program, const struct ll_command *command,
                    const struct ll_operands *operands, struct ll_error *err);

/* Whether the file is a program in machine code, or an object. */
bool ll_program_is_finished(const char *file);

/* Read the number of an allocation that is to fail, "7", or "7+": and all that follow.
 * False: it is none; both are then unchanged. */
bool ll_program_failure(const char *text, unsigned long *number, bool *with_all);

/* Copy stdin into a file, so that every run reads the same input. A terminal is read
 * only with -i, because most programs read no input. */
int ll_program_input(struct ll_program *program, struct ll_error *err) LL_MUST_CHECK;

/* Fill `tools` with the tools named by --tool, else with the default tools; NULL ends
 * them. Returns how many they are. */
size_t ll_program_tools(const struct ll_program *program,
                        const struct ll_tool *tools[LL_WITNESSES_MAX + 1]);

/* Run gdb, the first of `argv`, on this terminal until it ends. Returns an exit status.
 */
int ll_program_gdb(const struct ll_strings *argv, struct ll_error *err);

/* Print on stderr what the program printed under the first tool that ran it. True when
 * there was such a run. */
bool ll_program_print_output(const struct ll_result *result);

#endif
