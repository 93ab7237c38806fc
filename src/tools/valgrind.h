/* SPDX-License-Identifier: MIT
 *
 * valgrind: what the rows of Valgrind's tools have in common: starting the tool,
 * reading the files of a run, and judging whether they are complete
 * (docs/internals/how-xml-is-judged-complete.md).
 *
 * Each process of a run writes its report, TOOL.PID.xml or TOOL.PID.txt, to the run's
 * folder. All processes share TOOL.log, which has what Valgrind does not write as XML:
 * its own failures and, before 3.23, the names of descriptors. (A log for each process
 * would cost the reports: with "%p" in both names, 3.19 starts a new log in a forked
 * child, but not a new report.)
 *
 * The first process is the one that is judged. A forked child has a copy of its memory
 * and reports its blocks again, so of a child's faults only its own are taken.
 */
#ifndef LL_TOOLS_VALGRIND_H
#define LL_TOOLS_VALGRIND_H

#include "tools/tool.h"
#include "tools/valgrind_xml.h"

/* A tool may leave a file TOOL.PID.snapshots beside its report: then its leaks are told
 * with what variables held (values/explain.h). */
#define LL_VALGRIND_SNAPSHOTS "snapshots"

/* The form of a tool's reports. XML has what our code needs, but of helgrind's: only
 * its text names the locks that a thread held. */
struct ll_valgrind_form {
    const char *ending; /* of a report's file: TOOL.PID.ending */
    int (*read)(const char *tool, char *bytes, size_t count,
                struct ll_valgrind_report *out,
                struct ll_error *err); /* see ll_valgrind_read() */
    bool is_text;                      /* the report is also the log */
};
extern const struct ll_valgrind_form ll_valgrind_xml, ll_valgrind_text;

/* Append OPTION=DIR/NAME, with a '%' in DIR doubled, as Valgrind wants it. */
void ll_valgrind_add_file(struct ll_strings *argv, const char *option, const char *dir,
                          const char *name);

/* Append the command that starts `tool` with its own `options` (NULL-terminated). */
int ll_valgrind_prepare(const char *tool, const struct ll_valgrind_form *form,
                        const char *const *options, const struct ll_tool_run *run,
                        struct ll_strings *argv, struct ll_strings *env,
                        struct ll_error *err) LL_MUST_CHECK;

/* Read what `tool` left in the run's folder. */
int ll_valgrind_parse(const char *tool, const struct ll_valgrind_form *form,
                      const struct ll_tool_run *run, struct ll_findings *out,
                      struct ll_error *err) LL_MUST_CHECK;

/* Read what `tool` reported of one process, with report and log in memory. An empty
 * report is never complete. */
int ll_valgrind_read_process(const char *tool, const struct ll_valgrind_form *form,
                             const struct ll_ended *ended, struct ll_buf *report,
                             struct ll_buf *log, struct ll_findings *out,
                             struct ll_error *err) LL_MUST_CHECK;

/* For a row's term(): "definitely lost", "Invalid read". */
void ll_valgrind_term(const char *raw, struct ll_buf *out);

/* Valgrind's version, for a row's version(). New string. */
char *ll_valgrind_version(struct ll_error *err);

#endif
