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
    char *version; /* owned; NULL: it is missing, */
    char *missing; /* owned: and this says so */
};

/* Find out about `tool`; asks the tool itself only when the cache does not know, and
 * when `recall` is set only if that starts nothing. -1 only when we failed. */
int ll_present_find(struct ll_present *present, const struct ll_tool *tool,
                    struct ll_cache *cache, bool recall,
                    struct ll_error *err) LL_MUST_CHECK;
void ll_present_release(struct ll_present *present);

/* Fill `run`, which the caller releases with ll_run_release() whatever happens. -1
 * when we failed. `cache` may be NULL. */
int ll_run_fill(const struct ll_session *session, const struct ll_subject *subject,
                const struct ll_present *present, struct ll_cache *cache,
                struct ll_run *run, struct ll_error *err) LL_MUST_CHECK;

/* Fill `run` from the cache. False when it is not there: `run` is then empty. */
bool ll_run_recall(const struct ll_session *session, const struct ll_subject *subject,
                   const struct ll_present *present, struct ll_cache *cache,
                   struct ll_run *run);

/* Remember `run`, which the caller made by other means than ll_run_fill(), as what
 * comes of the subject; `trace` (see trace.h) says for how long. Best effort. */
void ll_run_remember(const struct ll_session *session, const struct ll_subject *subject,
                     const struct ll_present *present, struct ll_cache *cache,
                     const struct ll_run *run, json_t *trace);

void ll_run_release(struct ll_run *run);

/* The two halves of a run whose program has been built (see build.h), for who needs
 * them apart. Start the program under the run's tool, in `tool_run->dir`, and wait for
 * its end. */
int ll_run_execute(const struct ll_session *session, const struct ll_subject *subject,
                   struct ll_tool_run *tool_run, struct ll_run *run,
                   struct ll_error *err) LL_MUST_CHECK;

/* Read what the tool has to say of it. */
int ll_run_read(const struct ll_subject *subject, const struct ll_tool_run *tool_run,
                struct ll_run *run, struct ll_error *err) LL_MUST_CHECK;

#endif
