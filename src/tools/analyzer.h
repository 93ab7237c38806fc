/* SPDX-License-Identifier: MIT
 *
 * analyzer: what the compilers' static analysers have in common. They read the sources
 * and run no program. A finding is a path through the program that ends in a fault:
 *
 *     leak of 'p' [-Wanalyzer-malloc-leak]
 *       (1) a.c:12:15 in main: calling 'make' from 'main'      depth 1
 *       (2) a.c:7:15 in make: allocated here                   depth 2
 *       (3) a.c:13:5 in main: 'p' leaks here                   depth 1
 *
 * The stacks follow from the depths: that of event 2 is make:7, called by main:12.
 *
 * Each source is analysed by itself, in a process of its own, one after the other. In
 * `run->dir` there are, for the first source, 1.report, 1.words (what the compiler
 * printed otherwise) and 1.status (its exit status); 2.report, ... for the next.
 */
#ifndef LL_TOOLS_ANALYZER_H
#define LL_TOOLS_ANALYZER_H

#include "tools/tool.h"

struct ll_analyzer_event {
    const char *text;
    const char *function; /* NULL: not known */
    const char *file;
    unsigned line, column;
    int depth;
};

struct ll_analyzer_finding {
    const char *checker; /* "-Wanalyzer-malloc-leak", "unix.Malloc" */
    const char *text;
    const struct ll_analyzer_event *events; /* the last one is the fault */
    size_t count;                           /* at least 1 */
};

/* What a finding means: the first rule that fits counts. */
struct ll_analyzer_rule {
    const char *checker; /* the finding's checker begins with it */
    const char *words;   /* the finding's text contains them; NULL: any text */
    enum ll_kind kind;   /* LL_INVALID_READ with `is_null`: read or write, as the
                            source has it */
    enum ll_region region;
    bool is_null;
};

/* Where a reader puts what it finds. */
struct ll_analyzer_sink;

/* Returns false when memory ran out. */
bool ll_analyzer_add(struct ll_analyzer_sink *sink,
                     const struct ll_analyzer_finding *finding) LL_MUST_CHECK;

/* Note that `what` was not analysed: the run is then not complete. Only the first note
 * is kept. */
bool ll_analyzer_gave_up(struct ll_analyzer_sink *sink, const char *what) LL_MUST_CHECK;

struct ll_analyzer {
    const char *name;           /* the row's */
    const char *compiler;       /* for people: "gcc" */
    const char *const *options; /* on top of the run's, NULL-terminated */
    bool on_stderr;             /* the report goes there; else to the -o file */
    bool reads_optimised;       /* its paths go through optimised code */
    bool tells_headers;         /* it lists the headers it read only with -MD */
    const struct ll_analyzer_rule *rules; /* the last one has no checker */

    /* Read one report. LL_COMPLETE, LL_REPORT_CUT (of a text that stops in its middle,
     * or is none) or LL_REPORT_JUNK; `*failed` when memory ran out. */
    enum ll_complete (*read)(struct ll_buf *text, struct ll_analyzer_sink *sink,
                             bool *failed);
};

int ll_analyzer_prepare(const struct ll_analyzer *analyzer,
                        const struct ll_tool_run *run, struct ll_strings *argv,
                        struct ll_strings *env, struct ll_error *err) LL_MUST_CHECK;

int ll_analyzer_parse(const struct ll_analyzer *analyzer, const struct ll_tool_run *run,
                      struct ll_findings *out, struct ll_error *err) LL_MUST_CHECK;

#endif
