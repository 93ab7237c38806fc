/* SPDX-License-Identifier: MIT
 *
 * command: the command that compiles a subject for a tool.
 */
#ifndef LL_SESSION_COMMAND_H
#define LL_SESSION_COMMAND_H

#include "session/job.h"

/* What a build leaves in the work folder. */
#define LL_BUILD_PROGRAM "program"
#define LL_BUILD_HEADERS "headers.d" /* the headers that gcc read, as Make rules */
#define LL_BUILD_HEADERS_OF_CLANG                                                      \
    "headers.txt"                  /* those that clang read, one in a line */
#define LL_BUILD_INPUTS "inputs.d" /* what it linked */

/* Append the compiler and its flags, as far as the sources. */
int ll_build_flags(const struct ll_subject *subject, const struct ll_tool *tool,
                   struct ll_strings *argv, struct ll_error *err) LL_MUST_CHECK;

/* Append our parts of the program, and how they are linked. */
int ll_build_runtime(const struct ll_subject *subject, const struct ll_tool *tool,
                     const char *dir, struct ll_strings *argv,
                     struct ll_error *err) LL_MUST_CHECK;

/* Append the compiler's command line for a build in the folder `dir`. `parts` stand for
 * the sources, which are then compiled already; NULL: they are not. */
int ll_build_command(const struct ll_subject *subject, const struct ll_tool *tool,
                     const char *dir, const struct ll_strings *parts,
                     struct ll_strings *argv, struct ll_error *err) LL_MUST_CHECK;

#endif
