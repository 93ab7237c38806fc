/* SPDX-License-Identifier: MIT
 *
 * project: any command, and what the programs that it starts do with their memory.
 *
 *   COMMAND ─► all that it executes ─► the user's own programs: each under a tool
 *                                          │
 *                     one result ◄─ parse ◄┘
 *
 * The command runs once under the tool that watches from outside (LL_TOOL_WATCHER). If
 * memory was lost, it runs once more, and the programs that lost it run under the tool
 * that tells where its last pointer went (LL_TOOL_EXPLAINER). Programs that `leaklab
 * cc` built run once more, too, as their variants (LL_TOOL_BUILT_IN; variant.h). What
 * the command prints then is thrown away. Nothing is built, and no file of the project
 * is changed by us.
 *
 * A program is the user's own when its file is none of the system's (not in /usr, /bin
 * and so on). docs/projects.md says what is not seen.
 */
#ifndef LL_PROJECT_PROJECT_H
#define LL_PROJECT_PROJECT_H

#include <stdbool.h>

#include "base/error.h"
#include "base/strings.h"
#include "session/session.h"

struct ll_project {
    const char *const *argv;  /* the command; NULL-terminated */
    const char *const *also;  /* names of the system's programs that are watched, too;
                                 NULL-terminated; NULL: none */
    const char *const *roots; /* more folders of the user's own code, absolute;
                                 NULL-terminated; NULL: none */
    const char *const *pairs; /* of functions of libraries (see diag/pairs.h);
                                 NULL-terminated; NULL: no more than the known ones */
    bool once;                /* do not run the command a second time */

    /* Called before the command is run again, under that tool. NULL: nobody is told. */
    void (*tell_again)(const struct ll_tool *tool);
};

/* A program that the command executed, once or more often. */
struct ll_project_program {
    char *path;      /* owned, absolute */
    unsigned starts; /* how often it was watched */
    bool has_faults;
    bool was_terminated; /* by SIGTERM, as a test runner does after its time limit */
    char *note; /* owned: why it was not watched, or not to its end; NULL: it was */
    char *unchecked;  /* owned: what the variant does not check, or why there is none: a
                         line for each; NULL: nothing is known of a variant */
    bool has_variant; /* that ran, too (variant.h) */
    bool no_lines;    /* has no debug information */
    bool is_optimised;
};

struct ll_project_report {
    struct ll_subject
        subject; /* the command, with the folders of the user's own code */
    struct ll_strings libraries; /* paths of those that were asked for their sources */
    struct ll_result result;     /* has a pointer to `subject` */
    struct ll_project_program *programs; /* owned, in the order of their first start */
    size_t program_count;
    bool once;         /* the command is run once: variants are left out */
    int status;        /* of the command, as a shell has it: 128 + a signal */
    bool has_valgrind; /* the command itself ran programs under Valgrind */
    bool lacks_input;  /* the second run could not read what the first one read */
};

/* Run the command and fill `report`, which must not be moved afterwards. The command
 * has our terminal, input and output. -1: leaklab failed, or there is no such command.
 */
int ll_project_run(const struct ll_project *project, struct ll_project_report *report,
                   struct ll_error *err) LL_MUST_CHECK;
void ll_project_report_release(struct ll_project_report *report);

#endif
