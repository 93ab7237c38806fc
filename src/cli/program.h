/* SPDX-License-Identifier: MIT
 *
 * program: any C program as it stands on a command line: FILE.c... [-- ARGS] < input.
 */
#ifndef LL_CLI_PROGRAM_H
#define LL_CLI_PROGRAM_H

#include "cli/command.h"

/* The letters of getopt that go to the compiler and linker, and -i. */
#define LL_PROGRAM_LETTERS "iI:D:U:l:L:s:W:f:O:p:"

struct ll_program {
    struct ll_subject subject;
    bool interactive; /* -i: a terminal is read for the program's input */
    char *folder;     /* ours, for what stdin gave; NULL: none */
};

void ll_program_release(struct ll_program *program);

/* Take what stands behind "--" as the program's arguments; returns how many of `argv`
 * are ours. */
int ll_program_arguments(struct ll_program *program, int argc, char **argv);

/* Take an option of LL_PROGRAM_LETTERS. */
void ll_program_option(struct ll_program *program, int letter, const char *value);

/* Take the files argv[from] to argv[to - 1]. 0, or an exit status. */
int ll_program_files(struct ll_program *program, const struct ll_command *command,
                     char **argv, int from, int to, struct ll_error *err);

/* Put stdin aside in a file, so that every run reads the same. A terminal is read only
 * when asked: most programs never look at it. */
int ll_program_input(struct ll_program *program, struct ll_error *err) LL_MUST_CHECK;

#endif
