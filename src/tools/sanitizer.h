/* SPDX-License-Identifier: MIT
 *
 * sanitizer: what the compilers' sanitizers have in common. A sanitizer is compiled and
 * linked into the program and takes its options from an environment variable. Each
 * process with a fault writes a report.
 *
 * The run's folder then has the reports, <reports>.<pid>, and `mark`, which
 * runtime/finish.c wrote in the first process.
 */
#ifndef LL_TOOLS_SANITIZER_H
#define LL_TOOLS_SANITIZER_H

#include "tools/tool.h"

struct ll_sanitizer {
    const char *name;        /* the row's */
    const char *title;       /* for notes: "AddressSanitizer" */
    const char *reports;     /* the first part of the reports' file names */
    const char *variable;    /* "ASAN_OPTIONS" */
    const char *options;     /* its value, without log_path */
    const char *const *more; /* further "NAME=value", NULL-terminated */
    bool checks_leaks;       /* at the end of the program */
};

/* For version(): the compiler's version in one line, if compiler and runtime library
 * are installed. `runtime`: the name of clang's library ("asan"), which is a package of
 * its own; NULL for gcc, whose library comes with it. */
char *ll_sanitizer_version(const struct ll_sanitizer *sanitizer, const char *compiler,
                           const char *runtime, struct ll_error *err);

int ll_sanitizer_prepare(const struct ll_sanitizer *sanitizer,
                         const struct ll_tool_run *run, struct ll_strings *argv,
                         struct ll_strings *env, struct ll_error *err) LL_MUST_CHECK;

/* Read the report of one process, in memory. An empty report means no fault. */
int ll_sanitizer_read_process(const struct ll_sanitizer *sanitizer,
                              struct ll_buf *report, struct ll_findings *out,
                              struct ll_error *err) LL_MUST_CHECK;

/* For a row's term(): "heap-buffer-overflow", "direct leak". */
void ll_sanitizer_term(const char *raw, struct ll_buf *out);

int ll_sanitizer_parse(const struct ll_sanitizer *sanitizer,
                       const struct ll_tool_run *run, struct ll_findings *out,
                       struct ll_error *err) LL_MUST_CHECK;

#endif
