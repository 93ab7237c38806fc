/* SPDX-License-Identifier: MIT
 *
 * one_tool: sweep one subject under one tool. sweep.c then joins the results of all
 * tools.
 */
#ifndef LL_SWEEP_ONE_TOOL_H
#define LL_SWEEP_ONE_TOOL_H

#include <jansson.h>

#include "sweep/log.h"
#include "sweep/sweep.h"
#include "sweep/tried.h"

struct ll_one_tool {
    const struct ll_tool *tool;
    const char *suppress;                /* see struct ll_sweep_options */
    unsigned long picks[LL_SAMPLE_MOST]; /* only these allocations fail */
    size_t pick_count;                   /* 0: all do */
    struct ll_run base;                  /* nothing fails */
    struct ll_log log;                   /* its points are symbolised */
    struct ll_tried *tried;              /* owned */
    size_t count;
    const char
        *unfit; /* why it ran anew for each failure, in words; NULL: it did not */
    bool late, waited, delayed; /* see struct ll_sweep */
    unsigned long long kept;    /* see struct ll_sweep */
    json_t *trace;              /* owned: the files that the program was built from (see
                                   session/trace.h); NULL */
};

/* Fill `swept` with `subject` as it is built for a sweep. It shares everything else
 * with `subject`. Returns a string that `swept` uses, free with free(); NULL: out of
 * memory. */
char *ll_swept_subject(const struct ll_subject *subject, struct ll_subject *swept);

/* Fill `one`, whose tool is set and which is empty otherwise. The caller releases it
 * with ll_one_tool_release(), also after a failure. */
int ll_sweep_one_tool(const struct ll_session *session,
                      const struct ll_subject *subject,
                      const struct ll_sweep_options *options, struct ll_one_tool *one,
                      struct ll_error *err) LL_MUST_CHECK;
void ll_one_tool_release(struct ll_one_tool *one);

#endif
