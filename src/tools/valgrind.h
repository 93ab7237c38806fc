/* SPDX-License-Identifier: MIT
 *
 * valgrind: what the rows of Valgrind's tools have in common: how the tool is started,
 * the files that a run leaves, and what they amount to.
 *
 * Every process of a run leaves TOOL.PID.xml in the run's folder, its report. All of
 * them write to TOOL.log what Valgrind says in words only: its own failures and,
 * before 3.23, the names of descriptors. (A log for each would cost the reports: with
 * "%p" in both names, 3.19 starts a new log in a forked child, but not a new report.)
 *
 * The first process is the one that is judged. Its children are forked with its
 * memory and report its blocks again: of theirs only what they did is taken.
 */
#ifndef LL_TOOLS_VALGRIND_H
#define LL_TOOLS_VALGRIND_H

#include "tools/tool.h"

/* How Valgrind is started for `tool`, with its own `options` (NULL-terminated). */
int ll_valgrind_prepare(const char *tool, const char *const *options,
                        const struct ll_tool_run *run, struct ll_strings *argv,
                        struct ll_strings *env, struct ll_error *err) LL_MUST_CHECK;

/* What `tool` left in the run's folder. */
int ll_valgrind_parse(const char *tool, const struct ll_tool_run *run,
                      struct ll_findings *out, struct ll_error *err) LL_MUST_CHECK;

/* What `tool` reported of one process: the report and the log are in memory. An empty
 * report is a broken one. */
int ll_valgrind_read_process(const char *tool, const struct ll_ended *ended,
                             struct ll_buf *report, struct ll_buf *log,
                             struct ll_findings *out,
                             struct ll_error *err) LL_MUST_CHECK;

/* Valgrind's version, for a row's version(). New string. */
char *ll_valgrind_version(struct ll_error *err);

#endif
