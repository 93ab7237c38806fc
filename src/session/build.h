/* SPDX-License-Identifier: MIT
 *
 * build: the command that compiles a subject for a tool, and the environment of
 * compiler and program.
 *
 * That environment is small and known, so that a program behaves the same at home and
 * in a classroom, and cached results stay valid: PATH, HOME, USER, LOGNAME, the locale,
 * TZ, and the search paths of compiler and linker. TMPDIR is the work folder.
 */
#ifndef LL_SESSION_BUILD_H
#define LL_SESSION_BUILD_H

#include "session/session.h"

/* What a build leaves in the work folder. */
#define LL_BUILD_PROGRAM "program"
#define LL_BUILD_HEADERS "headers.d" /* the headers it read, as Make rules */
#define LL_BUILD_INPUTS "inputs.d"   /* what it linked */
#define LL_BUILD_SWEEP "sweep"       /* what a sweep did (see runtime/swept.h) */

/* The compiler's limits. */
extern const struct ll_limits ll_build_limits;

/* Append the compiler and its flags, as far as the sources. */
int ll_build_flags(const struct ll_subject *subject, const struct ll_tool *tool,
                   struct ll_strings *argv, struct ll_error *err) LL_MUST_CHECK;

/* Append the compiler's command line for a build in the folder `dir`. */
int ll_build_command(const struct ll_subject *subject, const struct ll_tool *tool,
                     const char *dir, struct ll_strings *argv,
                     struct ll_error *err) LL_MUST_CHECK;

/* Append the environment (see `env` in jail.h): variables that are passed on, that are
 * removed, and that the subject adds. */
int ll_build_env(const struct ll_subject *subject, const char *dir,
                 struct ll_strings *env, struct ll_error *err) LL_MUST_CHECK;

/* The isolation of a job on `subject` in the work folder `dir`, if it has one; `made`
 * holds it and outlives the job. */
struct ll_build_isolation {
    struct ll_isolation isolation;
    const char *writable[3]; /* its work folder; of a sweep, the program's, too */
};
void ll_build_isolate(const struct ll_subject *subject, struct ll_job *job,
                      struct ll_build_isolation *made, const char *dir);

/* Compile. `run` gets the compiler's output and the time; without a program its status
 * becomes LL_RUN_NOT_BUILT or LL_RUN_NO_TOOL. -1: harness error. */
int ll_build(const struct ll_subject *subject, const struct ll_tool *tool,
             const char *dir, struct ll_run *run, struct ll_error *err) LL_MUST_CHECK;

#endif
