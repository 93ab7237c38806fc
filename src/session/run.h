/* SPDX-License-Identifier: MIT
 *
 * run: one subject under one tool, from its sources to its diagnoses, or from the
 * cache. */
#ifndef LL_SESSION_RUN_H
#define LL_SESSION_RUN_H

#include <jansson.h>

#include "session/cache.h"
#include "session/session.h"

/* A tool as this machine has it. */
struct ll_present {
    const struct ll_tool *tool;
    char *version; /* owned; NULL: the tool is missing */
    char *missing; /* owned: says what is missing; NULL: nothing is */
};

/* Fill `present`. The tool is asked for its version only if the cache does not know it;
 * with `recall`, only if that starts no program. -1: harness error. */
int ll_present_find(struct ll_present *present, const struct ll_tool *tool,
                    struct ll_cache *cache, bool recall,
                    struct ll_error *err) LL_MUST_CHECK;
void ll_present_release(struct ll_present *present);

/* Fill `run`; release it with ll_run_release() in any case. -1: harness error. `cache`
 * may be NULL. */
int ll_run_fill(const struct ll_session *session, const struct ll_subject *subject,
                const struct ll_present *present, struct ll_cache *cache,
                struct ll_run *run, struct ll_error *err) LL_MUST_CHECK;

/* Fill `run` from the cache. False when it is not there: `run` is then empty. */
bool ll_run_recall(const struct ll_session *session, const struct ll_subject *subject,
                   const struct ll_present *present, struct ll_cache *cache,
                   struct ll_run *run);

/* Put `run`, which was not made by ll_run_fill(), into the cache as the subject's
 * result. It is valid while `trace` holds (see trace.h). A failure is ignored. */
void ll_run_remember(const struct ll_session *session, const struct ll_subject *subject,
                     const struct ll_present *present, struct ll_cache *cache,
                     const struct ll_run *run, json_t *trace);

void ll_run_release(struct ll_run *run);

/* The two halves of a run whose program was built (see build.h). The first half: start
 * the program under the run's tool, in `tool_run->dir`, and wait for its end. */
int ll_run_execute(const struct ll_session *session, const struct ll_subject *subject,
                   struct ll_tool_run *tool_run, struct ll_run *run,
                   struct ll_error *err) LL_MUST_CHECK;

/* The second half: read the tool's report. */
int ll_run_read(const struct ll_subject *subject, const struct ll_tool_run *tool_run,
                struct ll_run *run, struct ll_error *err) LL_MUST_CHECK;

#endif
