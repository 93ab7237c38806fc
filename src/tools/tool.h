/* SPDX-License-Identifier: MIT
 *
 * tool: a table of the tools that judge a program, one file and one row each.
 *
 * A row says how a program is built for the tool, how the tool is started on it, and
 * how its report becomes diagnoses. Code above this floor knows no more of a tool than
 * its row.
 *
 * The order of a run:
 *   1. the session compiles the sources with the row's compiler and flags and
 *      our runtime parts into `run->program`;
 *   2. prepare() writes the command line and the environment;
 *   3. the session runs it in the jail and fills `run->ended`;
 *   4. parse() reads what the tool left in `run->dir`.
 *
 * A tool that reads the sources (`reads_sources`) runs no program. In step 1 the
 * compiler only checks the sources. In steps 2 and 3 the tool itself is started, on
 * `run->sources`, with the flags in `run->compile`.
 *
 * Reports are read from files in `run->dir`, never from the program's output, which the
 * program can forge. The output may be shown beside a fault that a report proves.
 */
#ifndef LL_TOOLS_TOOL_H
#define LL_TOOLS_TOOL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/strings.h"
#include "diag/diag.h"
#include "diag/listed.h"
#include "jail/jail.h"

/* How much of the report is there. Silence is clean only when COMPLETE. */
enum ll_complete {
    LL_COMPLETE,
    LL_REPORT_MISSING, /* no report at all */
    LL_REPORT_CUT,     /* it stops in the middle: what stood before is kept */
    LL_REPORT_JUNK,    /* something stands after its end, or twice */
    LL_REPLACED,       /* the program called exec: the new program was not judged */
    LL_NO_LEAK_CHECK,  /* it ended in a way that skips the tool's leak check */
    LL_TOOL_CRASHED,   /* the tool failed: a harness error, not the program's fault */
};

/* One run of a tool on a program. All strings are borrowed. */
struct ll_tool_run {
    const char *dir;         /* a private folder for the reports, absolute */
    const char *program;     /* the executable, absolute */
    const char *const *args; /* its arguments, NULL-terminated; NULL: none */
    struct ll_ended ended;   /* for parse() */
    bool isolated;           /* it runs in isolation: what the command names has to be
                                within reach there (jail/reach.h) */
    bool takes_snapshots;    /* although it is isolated, its snapshots are wanted: they
                                stay in `dir`, and parse() does not read them */
    bool interpreted;        /* the program is Python modules, with an interpreter */
    bool followed;      /* it is one program of many that a command starts: libraries
                           stay in LD_PRELOAD, and a tool that is built in lets it go on
                           after a fault, as it does for the command without the tool */
    const char *bare;   /* a program that may have no debug information: what its code
                           allocated is the reader's also where no line is known; NULL:
                           none */
    bool is_second;     /* `dir` is a folder below the program's: it was run before */
    bool swept;         /* the program has a malloc of ours before the library's */
    const char *output; /* for parse(): what it printed; NULL: nothing */
    const char *events; /* the tool that explains leaks to the grader: the file in `dir`
                           that it writes its log of events to (docs/events.md); NULL:
                           no log */
    bool is_host; /* for Valgrind's tools: the program is a host, which forks for each
                     program that it runs: the tool itself is started, not its launcher,
                     and allows few threads */
    int report_fd, log_fd; /* for Valgrind's tools: reports go to these descriptors,
                              and the tool itself is started, not its launcher; 0: to
                              files in `dir` */

    /* For a tool that reads the sources: */
    const char *const *compile; /* the compiler and its flags, NULL-terminated */
    const char *const *sources; /* absolute, NULL-terminated */
    const char
        *headers; /* the file to append Make rules to: the headers that it read */
};

/* What a report said. */
struct ll_findings {
    struct ll_diags diags;
    enum ll_complete complete;
    char *note; /* one sentence: what was not checked; owned, or NULL */
    unsigned long long allocations; /* by the program; 0: unknown */
    unsigned tests;                 /* of a suite, that ran; 0: unknown, or none */
};

void ll_findings_release(struct ll_findings *findings);

/* What leaklab itself needs a tool for. Code above this floor asks for a tool by its
 * role, with ll_tool_for(), or for a tool that a user named, with ll_tool_find(). No
 * tool's name is written there. Each role has exactly one row. */
enum ll_tool_role {
    LL_TOOL_NO_ROLE,
    LL_TOOL_BARE,      /* runs the program alone: what its user would have seen */
    LL_TOOL_WATCHER,   /* watches an ordinary program from outside, each access and each
                          allocation */
    LL_TOOL_BUILT_IN,  /* is compiled into the program, and much faster */
    LL_TOOL_EXPLAINER, /* of those that explain leaks (see below), the grader's */
    LL_TOOL_RACES,     /* judges what threads do with memory that they share: slow, and
                          run only where a lesson lists it or it is asked for */
    LL_TOOL_RACES_BUILT_IN, /* the same, compiled into the program: the grader's second
                               look */
    LL_TOOL_SUITE,          /* runs a lesson's Check suite */
    LL_TOOL_ROLE_COUNT
};

struct ll_tool {
    const char *name;           /* "memcheck": in manifests, JSON, --tool */
    const char *title;          /* "memcheck", "AddressSanitizer": for people */
    const char *compiler;       /* "gcc" or "clang" */
    const char *const *cflags;  /* NULL-terminated */
    const char *const *ldflags; /* NULL-terminated */
    const char *package;        /* what to install when it is missing */
    bool reads_sources;         /* it runs no program: see above */
    bool by_default;            /* part of `leaklab check` unless asked otherwise */
    bool explains_leaks; /* tells where the last pointer to a block went: run when
                            another tool saw a leak; may be missing */
    bool explains_unset; /* tells which variable or block an unset value comes from: run
                            when another tool saw the use of one; may be missing */
    enum ll_tool_role role;
    bool is_built_in;      /* compiled into the program, which reports on itself */
    bool links_operations; /* gcc checks operations in it, and our runtime answers
                              (runtime/operations.c) */
    bool checks_sizes;     /* our runtime looks at what malloc and the like are given
                              (runtime/sizes.c), and reports it as the tool does */
    bool checks_writes;    /* our runtime checks what functions write that the tool does
                              not look at (runtime/writes.c) */
    bool checks_calls;     /* our runtime looks at what functions of the C library are
                              given (runtime/calls.c), and the tool reports it */
    bool fixed_addresses; /* it fails where the kernel puts a program's memory at random
                             addresses */
    bool keeps_status;    /* a program with faults ends with its own exit status */
    bool links_by_lld;    /* its runtime may be linked by lld, which is faster */

    bool follows_references; /* our runtime sees what the program does with references
                                of Python's objects (runtime/references.h): part of
                                `leaklab check` of a program that embeds Python */

    const char *no_python; /* why it cannot judge a program that embeds Python; NULL: it
                              can */
    const char *needs_python; /* why it cannot judge any other program; NULL: it can */

    /* For a tool that is compiled in: commands after which gdb stops where the program
     * is told of a fault; NULL-terminated. NULL: there are none. */
    const char *const *gdb_commands;

    /* The programs that it needs, found in PATH; NULL-terminated. While these files do
     * not change, version() is not called again. NULL: version() starts no program and
     * is called every time. */
    const char *const *programs;

    /* Why the tool cannot see faults of that kind: a sentence without capital and full
     * stop. NULL: it should see them. The member is NULL for a row that reports no
     * memory faults; such a row is not in the detection matrix. */
    const char *(*blind)(enum ll_kind kind);

    /* The tool's version in one line (part of the cache key), or NULL with an
     * error that says what is missing. New string. */
    char *(*version)(struct ll_error *err);

    /* Append the command and its environment ("NAME=value", see jail.h). */
    int (*prepare)(const struct ll_tool_run *run, struct ll_strings *argv,
                   struct ll_strings *env, struct ll_error *err);

    /* Read the reports. -1 only when memory ran out: a broken report is a finding (see
     * `complete`). `out` is empty on entry; the caller releases it. */
    int (*parse)(const struct ll_tool_run *run, struct ll_findings *out,
                 struct ll_error *err);

    /* Read one process's report, and its log, from memory instead of from files; NULL:
     * the grader cannot use the tool. Both texts may be empty and may be changed. The
     * rest is as for parse(), but that a program's completion mark is not looked for:
     * the grader has one of its own. */
    int (*read)(const struct ll_ended *ended, struct ll_buf *report, struct ll_buf *log,
                struct ll_findings *out, struct ll_error *err);

    /* Append the tool's own term for a fault, from what it printed about it (`raw` of
     * its witness): "definitely lost", "heap-buffer-overflow". Nothing: there is none.
     * NULL: the tool has no terms of its own. */
    void (*term)(const char *raw, struct ll_buf *out);

    /* Append the suppression of what a line of a list is about, in the tool's own
     * words. Returns NULL; or why the tool cannot express the line without suppressing
     * more, and nothing is then appended. The member is NULL for tools that read no
     * suppressions. */
    const char *(*suppress)(const struct ll_listed_faults *list,
                            const struct ll_listed *line, struct ll_buf *out);

    /* The folder of what the tool needs of leaklab's own files (the tool itself, its
     * settings), within reach of an isolated job, which must be able to read it. New
     * string; NULL with an error when it was not built. The member is NULL for tools
     * that have all they need from the system. */
    char *(*folder)(struct ll_error *err);
};

/* The table, which ends with NULL, in the order in which tools are shown. */
extern const struct ll_tool *const ll_tools[];

/* The row of that name, or NULL. */
const struct ll_tool *ll_tool_find(const char *name);

/* Whether the tool is among the first `count` of `tools`. */
bool ll_tool_is_among(const struct ll_tool *tool, const struct ll_tool *const *tools,
                      size_t count);

/* Whether the tool judges a program, which embeds Python or not, unless asked
 * otherwise.
 */
bool ll_tool_is_default(const struct ll_tool *tool, bool python);

/* Whether the tool can judge what becomes of a failing allocation: it runs the program
 * and reports its faults, also in a process that the program was forked into. */
bool ll_tool_sweeps(const struct ll_tool *tool);

/* The row that has the role; NULL for LL_TOOL_NO_ROLE. */
const struct ll_tool *ll_tool_for(enum ll_tool_role role);

/* Append the content of the report `dir`/`name` to `out`. 1: it was read. 0: it is
 * missing or larger than `max`, which is a finding. -1: memory ran out. */
int ll_tool_read(const char *dir, const char *name, size_t max, struct ll_buf *out,
                 struct ll_error *err) LL_MUST_CHECK;

/* The first line that `argv` prints, for version(); NULL with an error that names
 * `package` when it cannot be run. New string. */
char *ll_tool_version_line(const char *const *argv, const char *package,
                           struct ll_error *err);

#endif
