/* SPDX-License-Identifier: MIT
 *
 * job: the environment of compiler and program, their limits and isolation.
 *
 * The environment is small and known, so that a program behaves the same at home and
 * in a classroom, and cached results stay valid: PATH, HOME, USER, LOGNAME, the locale,
 * TZ, and the search paths of compiler and linker. TMPDIR is the work folder.
 */
#ifndef LL_SESSION_JOB_H
#define LL_SESSION_JOB_H

#include "session/session.h"

#define LL_BUILD_SWEEP "sweep" /* what a sweep did (see runtime/swept.h) */

/* The compiler's limits. */
extern const struct ll_limits ll_build_limits;

/* Append the environment (see `env` in jail.h): variables that are passed on, that are
 * removed, and that the subject adds. */
int ll_build_env(const struct ll_subject *subject, const char *dir,
                 struct ll_strings *env, struct ll_error *err) LL_MUST_CHECK;

/* Append the variables by which the run of that number stops the program's threads.
 * `library`: the path of LL_STOPS_LIBRARY (runtime/stops.h). */
int ll_build_stops(const char *library, unsigned number, struct ll_strings *env,
                   struct ll_error *err) LL_MUST_CHECK;

/* What a sweep tells the program, each text with its NUL: empty where there is none, or
 * where the environment tells it. A hostile program could read that, also once the
 * runtime has removed it: in isolation it is told by a line (see runtime/swept.h). */
int ll_build_plan(const struct ll_subject *subject, const char *dir,
                  struct ll_buf *plan, struct ll_error *err) LL_MUST_CHECK;

/* The isolation of a job on `subject` in the work folder `dir`, if it has one; `made`
 * holds it and outlives the job. */
struct ll_build_isolation {
    struct ll_isolation isolation;
    const char *writable[3]; /* its work folder; of a sweep, the program's, too */
};
void ll_build_isolate(const struct ll_subject *subject, struct ll_job *job,
                      struct ll_build_isolation *made, const char *dir);

/* Start a compiler or a translator for `subject`, in `folder`. `words` gets what it
 * prints, `run` how it ended and the time that it took. */
int ll_build_start(const struct ll_subject *subject, const char *dir,
                   const char *folder, const struct ll_strings *argv,
                   const struct ll_strings *env, struct ll_buf *words,
                   struct ll_run *run, struct ll_error *err) LL_MUST_CHECK;

#endif
