/* SPDX-License-Identifier: MIT
 *
 * sanitizer: what the compilers' sanitizers have in common. Each is compiled and linked
 * into the program, takes its options from a variable, and writes a report for each
 * process that has something to say.
 *
 * In `run->dir` there are <reports>.<pid>, these reports, and `mark`, which
 * runtime/finish.c wrote in the first process.
 */
#ifndef LL_TOOLS_SANITIZER_H
#define LL_TOOLS_SANITIZER_H

#include "tools/tool.h"

struct ll_sanitizer {
    const char *name;        /* the row's */
    const char *title;       /* for notes: "AddressSanitizer" */
    const char *reports;     /* how the files of reports begin */
    const char *variable;    /* "ASAN_OPTIONS" */
    const char *options;     /* its value, without log_path */
    const char *const *more; /* further "NAME=value", NULL-terminated */
    bool checks_leaks;       /* at the end of the program */
};

/* For version(): the compiler's, in one line, once it and its runtime library (clang's
 * come apart from it: "asan"; NULL: they are one) are there. */
char *ll_sanitizer_version(const struct ll_sanitizer *sanitizer, const char *compiler,
                           const char *runtime, struct ll_error *err);

int ll_sanitizer_prepare(const struct ll_sanitizer *sanitizer,
                         const struct ll_tool_run *run, struct ll_strings *argv,
                         struct ll_strings *env, struct ll_error *err) LL_MUST_CHECK;

/* The report of one process, in memory. An empty one says that there is no fault. */
int ll_sanitizer_read_process(const struct ll_sanitizer *sanitizer,
                              struct ll_buf *report, struct ll_findings *out,
                              struct ll_error *err) LL_MUST_CHECK;

int ll_sanitizer_parse(const struct ll_sanitizer *sanitizer,
                       const struct ll_tool_run *run, struct ll_findings *out,
                       struct ll_error *err) LL_MUST_CHECK;

#endif
