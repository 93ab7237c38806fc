/* SPDX-License-Identifier: MIT
 *
 * key: what a run depends on, as far as it is known before the run: leaklab, the tool,
 * the compiler's command line, environment and limits, and the content of every file
 * that is named to the compiler or to the program. What the compiler reads besides is
 * looked after by the trace (see trace.h).
 *
 * What the program opens by itself cannot be known: that is what `--no-cache` is for.
 */
#ifndef LL_SESSION_KEY_H
#define LL_SESSION_KEY_H

#include "session/cache.h"
#include "session/session.h"

/* The key of a run. False when it cannot be known: such a run is not kept. */
bool ll_key_make(const struct ll_limits *limits, const struct ll_subject *subject,
                 const struct ll_tool *tool, const char *version, struct ll_key *key);

/* The key of a tool's version: which files its programs are. False when one of them
 * is missing. */
bool ll_key_of_tool(const struct ll_tool *tool, struct ll_key *key);

#endif
