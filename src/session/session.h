/* SPDX-License-Identifier: MIT
 *
 * session: turns a subject into diagnoses. For each tool it builds the subject, runs it
 * and reads the report; it does so in parallel, and caches the results.
 *
 *   subject ─┬─ memcheck: build ─► run ─► parse ─┐
 *            └─ asan:     build ─► run ─► parse ─┴─► merged diagnoses, verdict
 *
 * The runs of one call share a pool of as many threads as there are processors. A run
 * is answered from the cache if its sources, headers, flags, arguments, input and tool
 * versions are unchanged. Files that the program opens are not watched: if such a file
 * changed, run with `no_cache`.
 */
#ifndef LL_SESSION_SESSION_H
#define LL_SESSION_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strings.h"
#include "diag/diag.h"
#include "diag/listed.h"
#include "diag/reachable.h"
#include "diag/warning.h"
#include "jail/jail.h"
#include "tools/tool.h"

/* In a subject's `only`: all tests of the suite. */
#define LL_ALL_TESTS "*"

/* Sources, and how to build and run them. Functions borrow it. ll_subject_add_source()
 * fills one that owns its strings. */
struct ll_subject {
    char *name;                /* for people: "buggy.c" */
    struct ll_strings sources; /* absolute */
    struct ll_strings scripts; /* absolute: Python files. The first is run in place of a
                                  program, and may import the others */
    struct ll_strings roots;   /* absolute folders of the reader's own code */
    struct ll_strings cflags;  /* on top of the tool's: -I, -D, -std */
    struct ll_strings libs;    /* on top of the tool's: -lm */
    struct ll_strings args;    /* of the program */
    enum ll_reachable reachable; /* what memory counts as that is still reachable at its
                                    end */
    struct ll_strings more_args; /* LL_REACHABLE_GROWS: of the run with more input,
                                    which ends as the other one does */
    struct ll_strings env;       /* of the program: "NAME=value" on top of the few
                                    variables that are passed on (see job.h) */
    char *module;     /* the first source, if in Cython, is the module of that
                         name; NULL: of its own */
    char *stdin_path; /* NULL: nothing to read */
    char *folder;     /* where it is compiled and runs; NULL: where leaklab
                         does */
    char *fail;       /* "realloc:2": which allocation fails (see
                         runtime/fail.h); NULL: none */
    char *sweep;      /* "fork:300:60:10": each fails once (see
                         runtime/swept.h); `fail` is then ignored; NULL: no
                         sweep */
    struct ll_strings allocators; /* functions that allocate for their callers (see
                                     diag/allocator.h) */
    struct ll_strings pairs; /* more pairs than the known ones (see diag/pairs.h) */
    const char *prints;      /* borrowed: all that it prints when it is right, in every
                                run; NULL: that is not known */
    unsigned stopped;        /* its threads are stopped, in the run of that number
                                (runtime/stops.h); 0: they are not */
    bool needs_allocators; /* it is an error when the program does not call them all */
    bool returns;          /* the functions of its first source have to return when an
                              allocation has failed: in a sweep, one that ends the
                              program is at fault */
    bool is_suite;         /* a Check suite whose tests are swept one by one */
    char *only;            /* of a Check suite that is run as a program: the tests to
                              run, separated by commas, or LL_ALL_TESTS; NULL: it
                              is none */
    bool python;           /* link libpython and the allocator families; start an
                              interpreter if sources are modules (modules.h) */
    const char *runtime;   /* borrowed: the folder of the runtime's objects to link;
                              NULL: the one of this leaklab */
    const char *finished;  /* borrowed: the program, for the one tool that it is run
                              under: nothing is built, and there are no sources; NULL:
                              it is built from them */
    bool preloads;       /* with `finished`: what sweeps it is a library that is loaded
                            into it (runtime/preload.h), and not linked into it */
    const char *objects; /* borrowed: a folder with TOOL.FILE.o for each source FILE
                            that is compiled already, for that tool; NULL: none */
    const char *compiled_in; /* borrowed: the folder that those objects name as the
                                sources' folder; diagnoses name that of `sources` */

    const char *start; /* borrowed: the object in which a program begins. A program
                          that is swept by a tool that is not built in is then a
                          shared object as well, which a host can load; NULL: no
                          program is */

    /* Called in place of starting a program of that kind, `run->program`, which may be
     * done in another way that shows the same: with `run` and the first value of the
     * plan (runtime/swept.h). It fills `ended`, and appends to `output` what the
     * program printed. 1: it did not do it, and left nothing in the run's folder. NULL:
     * it is always started. */
    int (*serve)(void *serve_data, const struct ll_tool_run *run, const char *what,
                 double seconds, struct ll_ended *ended, struct ll_buf *output,
                 struct ll_error *err);
    void *serve_data;

    /* Called with what a run in isolation has left in its folder, which is not to be
     * trusted, and with what the tool reported. NULL: nothing is taken from there but
     * the report. -1 when it failed. */
    int (*left)(void *left_data, const struct ll_tool_run *run, struct ll_diags *diags,
                struct ll_error *err);
    void *left_data;

    /* Called with what a tool reported, before it is known which of it is in the
     * reader's own code: it may add to `roots`. NULL: these are all. */
    int (*reported)(void *reported_data, const struct ll_diags *diags,
                    struct ll_error *err);
    void *reported_data;
    const struct ll_isolation *isolation; /* borrowed: for compiler and program, which
                                             may also write to their work folder; NULL:
                                             none, the subject is trusted */
};

/* Add a source file (made absolute, its folder becomes a root), or a Python file, whose
 * name ends with ".py". The file must exist; else an input fault. */
int ll_subject_add_source(struct ll_subject *subject, const char *path,
                          struct ll_error *err) LL_MUST_CHECK;
void ll_subject_release(struct ll_subject *subject);

/* In the frames, replace the folder `compiled_in` by the folder of the sources, and
 * give each file one name: "/x/tests/../list.c" becomes "/x/list.c". (The files that an
 * isolated subject names are not looked at: their names stay.) */
int ll_subject_place(const struct ll_subject *subject, struct ll_stack *stack,
                     struct ll_error *err) LL_MUST_CHECK;

/* In `env` of a suite that is swept: tests to skip, separated by commas. */
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
    unsigned tests; /* of a suite, that ran; 0: unknown, or none */
    char *compiler; /* what the compiler said (warnings too); NULL: nothing */
    bool by_cython; /* Cython said it, before a compiler was started */
    char *output;   /* what the program printed, stdout and stderr; NULL: nothing */
    char *note;     /* one sentence on what went wrong; NULL: nothing did */
    struct ll_diags diags; /* this tool's own, unmerged, only the reader's code */
    bool cached;
    bool interpreted; /* an interpreter ran: its limits were higher */
    bool in_part;     /* the tool watched less of the code than others did */
};

/* Whether the tool judged the program, and its report is complete. */
bool ll_run_is_whole(const struct ll_run *run);

/* Whether the tool judged the program, and ended it with no status of its own, as some
 * do after a fault. */
bool ll_run_keeps_status(const struct ll_run *run);

/* What the compiler says that it refuses. NULL: it refuses nothing, or it was stopped:
 * then its words, if there are any, are no reason. */
const char *ll_run_refusal(const struct ll_run *run);

/* What an interpreter has on top of the session's limits: it takes 3 s of processor
 * time to start under memcheck, and the machine may be busy. */
#define LL_INTERPRETER_WALL_SECONDS 50.0
#define LL_INTERPRETER_CPU_SECONDS 30.0

/* The limits that the run had, in a session with `limits`. */
struct ll_limits ll_run_limits(const struct ll_run *run,
                               const struct ll_limits *limits);

/* Four verdicts, never two. */
enum ll_verdict {
    LL_PASS,       /* complete and no fault */
    LL_FAIL,       /* at least one fault */
    LL_UNGRADABLE, /* the program's fault: it does not compile, did not end, or called
                      exec; and no memory fault was seen */
    LL_HARNESS_ERROR, /* our fault: no tool could be run to its end */
};

const char *ll_verdict_name(enum ll_verdict verdict); /* "pass", "fail", ... */

struct ll_result {
    const struct ll_subject *subject; /* borrowed */
    struct ll_run *runs;              /* owned, in the order of the tools asked for */
    size_t run_count;
    struct ll_diags diags;       /* merged and sorted */
    struct ll_warnings warnings; /* the compilers', each once */
    enum ll_verdict verdict;
    size_t known,
        suppressed; /* faults that ll_result_leave_out() took out of `diags` */
};

void ll_result_release(struct ll_result *result);

/* Whether the compiler refused it. */
bool ll_result_is_not_built(const struct ll_result *result);

/* Whether a tool's run was stopped because its time was over. */
bool ll_result_was_late(const struct ll_result *result);

/* Fill `diags` and `warnings` anew with what the runs found: merged, settled (see
 * diag/cause.h) and sorted. The verdict stays. */
int ll_result_merge(struct ll_result *result, struct ll_error *err) LL_MUST_CHECK;

/* The same, and set the verdict. */
int ll_result_conclude(struct ll_result *result, struct ll_error *err) LL_MUST_CHECK;

/* Take the faults that a list is about out of `diags`, and count them: as known, if it
 * is a baseline (`exact`), else as suppressed. The verdict is then that on the rest.
 * This is for a user who judges programs of their own: no lesson and no grade does
 * it. */
int ll_result_leave_out(struct ll_result *result, struct ll_listed_faults *list,
                        struct ll_error *err) LL_MUST_CHECK;

struct ll_session {
    struct ll_limits limits;
    bool no_cache;    /* neither read nor write the cache */
    bool keep;        /* leave the working folders and say where on stderr */
    unsigned threads; /* 0: as many as processors */
    int stop; /* a descriptor: while it is readable, runs are cancelled, and functions
                 that run something fail; 0: none */

    /* Called, by several threads at once, when a run begins that the cache does not
     * answer, and when it has ended. NULL: nobody is told. */
    void (*tell)(const struct ll_subject *subject, const struct ll_tool *tool,
                 bool begins);

    /* Called so, too, while such a run makes allocations fail: `log` is a file that
     * ll_sweep_count() reads until the run ends. NULL: nobody is told. */
    void (*tell_sweep)(const struct ll_subject *subject, const struct ll_tool *tool,
                       const char *log);
};

#define LL_SESSION_INIT                                                                \
    {                                                                                  \
        .limits = { 10, 10, 1 << 20, (size_t)64 << 20, 0, 0, 0, 0 }                    \
    }

/* Whether its runs are cancelled: by `stop`, or by ll_jail_cancel(). */
bool ll_session_is_cancelled(const struct ll_session *session);

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

/* If a result has a lost block, and no tool has said where its last pointer went: run
 * the tools that can (`explains_leaks` in tool.h), and add their runs and diagnoses to
 * the result. If such a tool is missing, its run says so, and nothing else changes.
 *
 * If a result has an unset value, and no tool has said which: run the tools that can
 * (`explains_unset`). Of such a run only what is about a known fault is taken; a run
 * that explains nothing, or could not be made, leaves the result as it is. */
int ll_session_explain(const struct ll_session *session,
                       struct ll_result *const *results, size_t count,
                       struct ll_error *err) LL_MUST_CHECK;

/* Answer from the cache only. 1: all runs of the task were there. 0: some were not, and
 * nothing is owned. -1: failure. */
int ll_session_recall(const struct ll_session *session, const struct ll_task *task,
                      struct ll_result *result, struct ll_error *err) LL_MUST_CHECK;

#endif
