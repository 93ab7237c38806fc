/* SPDX-License-Identifier: MIT
 *
 * objects: a subject's sources, each compiled alone, or taken from the cache.
 *
 * The parts of a lesson are compiled for several programs and for several tools, most
 * of them several times from the same source with the same flags: 58 of the 86 times in
 * the test of lesson 12.
 *
 * What the cache has is what the compiler would make now: the key (key.h) has the
 * command, the environment and the source, a trace (trace.h) has the headers. What the
 * compiler said of the source is kept with it.
 */
#ifndef LL_SESSION_OBJECTS_H
#define LL_SESSION_OBJECTS_H

#include "session/cache.h"
#include "session/session.h"

struct ll_objects {
    const struct ll_subject *subject; /* the first five are given, and borrowed */
    const struct ll_tool *tool;
    const char *dir; /* the work folder */
    struct ll_cache *cache;
    struct ll_run *run; /* gets the time */

    struct ll_strings parts; /* for the command that links: objects in `dir`. A source
                                that was made there, by Cython, stands for itself */
    struct ll_buf words;     /* what the compiler said */
    struct ll_buf headers;   /* Make rules, which are in LL_BUILD_HEADERS, too */
};

/* Make the objects; call ll_objects_release() in any case. 1: a source does not
 * compile. -1: harness error. */
int ll_objects_make(struct ll_objects *objects, struct ll_error *err) LL_MUST_CHECK;

void ll_objects_release(struct ll_objects *objects);

#endif
