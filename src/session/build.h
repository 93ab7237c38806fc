/* SPDX-License-Identifier: MIT
 *
 * build: compiles a subject for a tool.
 */
#ifndef LL_SESSION_BUILD_H
#define LL_SESSION_BUILD_H

#include "session/cache.h"
#include "session/command.h"

/* Compile. What was compiled before may come from `cache`; NULL: nothing does. `run`
 * gets the compiler's output and the time; without a program its status becomes
 * LL_RUN_NOT_BUILT or LL_RUN_NO_TOOL. -1: harness error. */
int ll_build(const struct ll_subject *subject, const struct ll_tool *tool,
             const char *dir, struct ll_cache *cache, struct ll_run *run,
             struct ll_error *err) LL_MUST_CHECK;

/* Where the program that was built in `dir` is. New string. */
char *ll_build_program(const struct ll_subject *subject, const char *dir);

#endif
