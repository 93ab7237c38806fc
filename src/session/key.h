/* SPDX-License-Identifier: MIT
 *
 * key: a digest of what a run depends on, as far as it is known before the run:
 * leaklab, the tool, the compiler's command line, environment and limits, and the
 * content of each file that is given to the compiler or the program. Headers and
 * libraries are checked by the trace (see trace.h).
 *
 * Files that the program itself opens are not known: that is what `--no-cache` is for.
 */
#ifndef LL_SESSION_KEY_H
#define LL_SESSION_KEY_H

#include "session/cache.h"
#include "session/session.h"

/* The key of a run. False when a file cannot be read: such a run is not cached. */
bool ll_key_make(const struct ll_limits *limits, const struct ll_subject *subject,
                 const struct ll_tool *tool, const char *version, struct ll_key *key);

/* The key of the object of one source that is compiled with the command `argv`; the
 * environment is that of the subject's jobs. False: the source cannot be read. */
bool ll_key_of_source(const struct ll_subject *subject, const char *source,
                      const struct ll_strings *argv, struct ll_key *key);

/* From now on the keys of runs are those of the leaklab `path`, which is linked with
 * the same code, so that a suite can take what it has run. Borrowed; NULL: this
 * program's own. Before any thread is started. */
void ll_key_program(const char *path);

/* The key of a tool's version: a digest of the files of its programs. False when one of
 * them is missing. */
bool ll_key_of_tool(const struct ll_tool *tool, struct ll_key *key);

#endif
