/* SPDX-License-Identifier: MIT
 *
 * harness: compiles what the graded programs of all submissions share: the lesson's
 * driver, its suite and our runtime.
 *
 *   lesson:      driver.c ─┐
 *                suite.c ──┼─ ld -r, all names local ─► harness.o   once, for each way
 *                runtime ──┘                                        of compiling
 *   submission:  x.c ─► x.i ─► x.o ─ all names local but ─┐
 *                              the lesson's functions      │
 *                                               harness.o ─┴─► program (see compile.h)
 *
 * In the plain way, the program is a shared object that can be executed: a fork server
 * loads the same file (grade/fork_server.h).
 *
 * The names on both sides are hidden from each other. A submission may define strcmp,
 * malloc or a name of our runtime: only its own calls reach it. And it cannot reach
 * anything of driver, suite and runtime by name. Code that runs before main
 * (constructors, resolvers) is not linked.
 */
#ifndef LL_SUBMISSION_HARNESS_H
#define LL_SUBMISSION_HARNESS_H

#include "jail/jail.h"
#include "lesson/lesson.h"
#include "session/session.h"
#include "submission/elf_object.h"
#include "tools/tool.h"

/* The folder in which debug information, and so each diagnosis, says that a
 * submission's source is. */
#define LL_SUBMISSION_ROOT "/submission"

/* A way of compiling: as a tool's row says. */
enum ll_way {
    LL_WAY_PLAIN, /* for Valgrind's tools, and to run bare */
    LL_WAY_ASAN,
    LL_WAY_TELLING, /* plainly, and each assertion tells what it expects: only for the
                       lesson's own solution */
    LL_WAY_COUNT
};
extern const char *const ll_way_names[LL_WAY_COUNT]; /* also in names of files */

struct ll_harness {
    const struct ll_lesson *lesson;     /* borrowed */
    const struct ll_exercise *exercise; /* borrowed */
    const struct ll_tool *tools[LL_WAY_COUNT];
    char *folder;                  /* owned: where all these files are */
    char *objects[LL_WAY_COUNT];   /* owned: paths of harness.o */
    size_t requests[LL_WAY_COUNT]; /* how often these ask Valgrind for something, such
                                      as for a pool of the lesson's */
    bool has_interpreter;          /* submissions are modules for Python */
    bool may_end;                  /* driver or tests have calls that end the program */
    bool in_cython;                /* in Cython */
    char *scripts; /* owned: path of the folder with what the interpreter runs, for the
                      program to read; NULL: there is none */
    char *start;   /* owned: path of the object in which a program begins; NULL: no way
                      is loadable */
    char *host;    /* owned: path of a fork server's program; NULL: none can be used */
    char *swept_host;    /* owned: the same, of one that sweeps; NULL: there is none */
    struct ll_buf fence; /* a library with the malloc of runs without a tool
                            (runtime/fence.c) */
    struct ll_buf stops; /* a library that stops threads (runtime/stops.c) */
    char *swept; /* owned: path of the folder with driver and tests as objects, for a
                    sweep (see ll_subject); NULL: the exercise is not swept */
    struct ll_strings functions; /* those that the lesson asks for */
    struct ll_strings
        taken; /* names that the lesson's own modules use from libraries */
    struct ll_strings headers; /* the lesson's, and its .pxd files: absolute paths */
    bool allow_weak;           /* as in isolate.h */
};

/* Compile it. 0; 1 when the suite cannot be observed: `why` says why; -1 when the
 * lesson does not compile at all, or we failed. Release in any case. */
int ll_harness_make(const struct ll_lesson *lesson, const struct ll_exercise *exercise,
                    bool allow_weak, struct ll_harness *harness, struct ll_buf *why,
                    struct ll_error *err) LL_MUST_CHECK;
void ll_harness_release(struct ll_harness *harness);

/* Whether programs of that way are shared objects, too. Not in a lesson in Python:
 * libpython cannot be loaded anew for each submission. */
bool ll_harness_is_loadable(const struct ll_harness *harness, enum ll_way way);

#endif
