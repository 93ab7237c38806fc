/* SPDX-License-Identifier: MIT
 *
 * command: the table of leaklab's commands, one file and one row each.
 */
#ifndef LL_CLI_COMMAND_H
#define LL_CLI_COMMAND_H

#include "base/error.h"
#include "cli/options.h"
#include "report/report.h"
#include "session/session.h"

/* Exit statuses, the same for every command. */
enum ll_exit {
    LL_EXIT_CLEAN = 0,    /* done; no fault */
    LL_EXIT_FAULTS = 1,   /* at least one fault, or a lesson that does not verify */
    LL_EXIT_INPUT = 2,    /* wrong usage, or nothing to judge: does not compile ... */
    LL_EXIT_HARNESS = 3,  /* a failure of leaklab or of the machine */
    LL_EXIT_NO_PAGES = 4, /* leaklab was built without its pages for browsers */
    LL_EXIT_COMMAND = 5,  /* no fault, but the command that was run failed */
    LL_EXIT_LISTS = 6,    /* a file that lists faults cannot be read (lists.h) */
};

struct ll_command {
    const char *name;
    const char *usage;                 /* "[OPTIONS] FILE.c... [-- ARGS]" */
    const char *summary;               /* one line for the list of commands */
    const char *about;                 /* paragraphs; a line break ends one */
    const char *status;                /* its exit status; NULL: as of every command */
    const char *examples;              /* one a line; NULL: none */
    const struct ll_option *options;   /* end with {0}; NULL: only --help */
    const struct ll_operand *operands; /* in their order, `operand_count` of them */
    size_t operand_count;
    bool passes_rest;     /* the words after "--" are not leaklab's */
    bool ends_in_command; /* the first operand begins another command, whose words are
                             not leaklab's; "--" may stand before it */
    bool own_lessons;     /* takes the lessons of the folder that the user works in */
    bool hidden;          /* not in the list of commands: for the build */
    /* argv[0] is the command's name. Returns an exit status. */
    int (*run)(int argc, char **argv);
};

/* The table of commands, ending with NULL. main() sets it first of all: so no command
 * depends on the file that lists them. */
extern const struct ll_command *const *ll_commands;

/* The command of that name; NULL: there is none. */
const struct ll_command *ll_command_find(const char *name);

/* What the reader types to start leaklab: the path by which it was started, or its
 * name. Borrowed. */
const char *ll_command_program(void);

/* Print "leaklab COMMAND: message" and where to read on, on stderr. Returns
 * LL_EXIT_INPUT, so that a command can end with it. */
int ll_command_misuse(const struct ll_command *command, const char *format, ...)
    LL_PRINTF(2, 3);

/* Print the error on stderr. Returns the exit status that belongs to its fault. */
int ll_command_failed(const struct ll_error *err);

int ll_exit_for(enum ll_verdict verdict);

#endif
