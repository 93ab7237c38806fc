/* SPDX-License-Identifier: MIT
 *
 * build: the command that compiles a subject for a tool.
 */
#ifndef LL_SESSION_BUILD_H
#define LL_SESSION_BUILD_H

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

/* Append the compiler's command line for a build in the folder `dir`. */
int ll_build_command(const struct ll_subject *subject, const struct ll_tool *tool,
                     const char *dir, struct ll_strings *argv,
                     struct ll_error *err) LL_MUST_CHECK;

/* Compile. `run` gets the compiler's output and the time; without a program its status
 * becomes LL_RUN_NOT_BUILT or LL_RUN_NO_TOOL. -1: harness error. */
int ll_build(const struct ll_subject *subject, const struct ll_tool *tool,
             const char *dir, struct ll_run *run, struct ll_error *err) LL_MUST_CHECK;

#endif
