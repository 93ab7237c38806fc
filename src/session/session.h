/* SPDX-License-Identifier: MIT
 *
 * session: from a subject to its diagnoses: build, run, parse, for every tool
 * asked for, side by side, and remembered.
 *
 *   subject ─┬─ memcheck: build ─► run ─► parse ─┐
 *            └─ asan:     build ─► run ─► parse ─┴─► merged diagnoses, verdict
 *
 * The tasks (a subject under a tool) of one call share a pool of as many threads
 * as there are processors. A task whose sources, headers, flags, arguments, input
 * and tool versions are unchanged is answered from the cache. Files that the program
 * opens by itself are not watched: after a change of those, run with `no_cache`.
 */
#ifndef LL_SESSION_SESSION_H
#define LL_SESSION_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strings.h"
#include "diag/diag.h"
#include "jail/jail.h"
#include "tools/tool.h"

/* Sources and how to build and run them. Borrowed by whoever is given it; the
 * helpers below fill one that owns its strings. */
struct ll_subject {
    char *name;                /* for people: "buggy.c" */
    struct ll_strings sources; /* absolute */
    struct ll_strings roots;   /* absolute folders of the reader's own code */
    struct ll_strings cflags;  /* on top of the tool's: -I, -D, -std */
    struct ll_strings libs;    /* on top of the tool's: -lm */
    struct ll_strings args;    /* of the program */
    struct ll_strings env;     /* of the program: "NAME=value" on top of the few
                                  variables that are passed on (see build.h) */
    char *stdin_path;          /* NULL: nothing to read */
    char *folder;              /* where it is compiled and runs; NULL: where leaklab
                                  does */
    char *fail;                /* "realloc:2": which allocation fails (see
                                  runtime/fail.h); NULL: none */
    char *sweep;               /* "fork:300:60:10": each fails once (see
                                  runtime/swept.h); `fail` is then not looked at; NULL:
                                  no sweep */
    bool is_suite;             /* a Check suite whose tests are swept one by one */
    bool python;               /* link libpython and the allocator families */
    const char *runtime;       /* borrowed: the folder of our parts that are linked to
                                  it; NULL: where leaklab has them */
    const char *objects;     /* borrowed: a folder with TOOL.FILE.o for each source FILE
                                that is compiled already, for that tool; NULL: none */
    const char *compiled_in; /* borrowed: the folder in which those sources seemed to
                                lie; in diagnoses they lie where `sources` are */
    const struct ll_isolation *isolation; /* borrowed: of the compiler and the program,
                                             which may write their work folder besides;
                                             NULL: none, it is trusted */
};

/* Add a source file (made absolute, its folder becomes a root). The file must
 * exist; else an input fault. */
int ll_subject_add_source(struct ll_subject *subject, const char *path,
                          struct ll_error *err) LL_MUST_CHECK;
void ll_subject_release(struct ll_subject *subject);

/* Have the frames of what was compiled in `compiled_in` lie where the sources are. */
int ll_subject_place(const struct ll_subject *subject, struct ll_stack *stack,
                     struct ll_error *err) LL_MUST_CHECK;

/* In `env` of a suite that is swept: tests to pass over, separated by commas. */
#define LL_SWEEP_BUT "LEAKLAB_SWEEP_BUT"

enum ll_run_status {
    LL_RUN_JUDGED,    /* the tool's report was read; see `complete` */
    LL_RUN_NOT_BUILT, /* the compiler refused: see `compiler` */
    LL_RUN_NO_TOOL,   /* the machine lacks the tool: see `note` */
    LL_RUN_FAILED,    /* the harness failed: see `note` */
    LL_RUN_UNFIT,     /* the tool cannot judge such a program: see `note` */
};

/* One subject under one tool. Owned by its result. */
struct ll_run {
    const struct ll_tool *tool;
    enum ll_run_status status;
    enum ll_complete complete;
    struct ll_ended ended;
    double build_seconds;
    double run_seconds;
    unsigned long long allocations;
    char *compiler; /* what the compiler said (warnings too); NULL: nothing */
    char *output;   /* what the program printed, stdout and stderr; NULL: nothing */
    char *note;     /* one sentence on what went wrong; NULL: nothing did */
    struct ll_diags diags; /* this tool's own, unmerged, only the reader's code */
    bool cached;
};

/* Four verdicts, never two. */
enum ll_verdict {
    LL_PASS,          /* complete and no fault */
    LL_FAIL,          /* at least one fault */
    LL_UNGRADABLE,    /* the program's own doing: does not compile, did not end, became
                         another program; and no fault was seen */
    LL_HARNESS_ERROR, /* ours: no tool could be run to its end */
};

const char *ll_verdict_name(enum ll_verdict verdict); /* "pass", "fail", ... */

struct ll_result {
    const struct ll_subject *subject; /* borrowed */
    struct ll_run *runs;              /* owned, in the order of the tools asked for */
    size_t run_count;
    struct ll_diags diags; /* merged and sorted */
    enum ll_verdict verdict;
};

void ll_result_release(struct ll_result *result);

/* Put what the runs found together, and judge it. */
int ll_result_conclude(struct ll_result *result, struct ll_error *err) LL_MUST_CHECK;

struct ll_session {
    struct ll_limits limits;
    bool no_cache;    /* neither read nor write the cache */
    bool keep;        /* leave the working folders and say where on stderr */
    unsigned threads; /* 0: as many as processors */
};

#define LL_SESSION_INIT                                                                \
    {                                                                                  \
        .limits = { 10, 10, 1 << 20, (size_t)64 << 20, 0, 0, 0, 0 }                    \
    }

/* What to run: a subject and the tools to run it under. */
struct ll_task {
    const struct ll_subject *subject;
    const struct ll_tool *const *tools; /* NULL-terminated */
};

/* Run all tasks and fill `results[i]` for `tasks[i]`. 0 when every result was
 * filled, whatever the verdicts; on -1 nothing is owned by `results`. */
int ll_session_run(const struct ll_session *session, const struct ll_task *tasks,
                   size_t count, struct ll_result *results,
                   struct ll_error *err) LL_MUST_CHECK;

/* The same for one subject. */
int ll_session_run_one(const struct ll_session *session,
                       const struct ll_subject *subject,
                       const struct ll_tool *const *tools, struct ll_result *result,
                       struct ll_error *err) LL_MUST_CHECK;

/* Where another tool saw a lost block, and none has told where its last pointer went,
 * run the tools that do (see `explains_leaks` in tool.h), and add their runs and what
 * they tell to the result. Where they are missing, the run says so and nothing else
 * changes. */
int ll_session_explain_leaks(const struct ll_session *session,
                             struct ll_result *const *results, size_t count,
                             struct ll_error *err) LL_MUST_CHECK;

/* Answer from the cache alone. 1 when all runs of the task were there, 0 when
 * not (nothing is owned then), -1 on failure. */
int ll_session_recall(const struct ll_session *session, const struct ll_task *task,
                      struct ll_result *result, struct ll_error *err) LL_MUST_CHECK;

#endif
