/* SPDX-License-Identifier: MIT
 *
 * parts: what the graded programs of a class share, and what they are made of.
 *
 *   lesson:      driver.c ─┐
 *                suite.c ──┼─ ld -r, all names local ─► harness.o   once, for each way
 *                runtime ──┘                                        of compiling
 *   submission:  x.c ─► x.i ─► x.o ─ all names local but ─┐
 *                              the lesson's functions      │
 *                                               harness.o ─┴─► program (see making.h)
 *
 * Linked as a shared object, the same is a program for a server (see server.h).
 *
 * A name that the submission defines besides the functions it was asked for
 * (strcmp, malloc, one of our runtime's) is its own business and nobody else's; and
 * it reaches nothing of driver, suite and runtime by name. What runs before main
 * (constructors, resolvers) is not linked.
 */
#ifndef LL_SUBMISSION_HARNESS_H
#define LL_SUBMISSION_HARNESS_H

#include "submission/elf_object.h"
#include "jail/jail.h"
#include "lesson/lesson.h"
#include "session/session.h"
#include "tools/tool.h"

/* Where a submission's source, and what a sweep links to it, lies for the compiler, and
 * so in diagnoses. */
#define LL_SUBMISSION_ROOT "/submission"

/* A way of compiling: as a tool's row says. */
enum ll_way {
    LL_WAY_PLAIN, /* for Valgrind's tools, and to run bare */
    LL_WAY_ASAN,
    LL_WAY_TELLING, /* plainly, and it tells what it expects: with the solution only */
    LL_WAY_COUNT
};
extern const char *const ll_way_names[LL_WAY_COUNT]; /* of files, too */

/* What the programs of all submissions share. */
struct ll_harness {
    const struct ll_lesson *lesson;     /* borrowed */
    const struct ll_exercise *exercise; /* borrowed */
    const struct ll_tool *tools[LL_WAY_COUNT];
    char *folder;                /* owned: of the harnesses */
    char *objects[LL_WAY_COUNT]; /* owned: objects */
    char *host;  /* owned: the program of a server (server.h); NULL: none is used */
    char *swept; /* owned: the folder of what a sweep links (see ll_subject): driver and
                    tests as they are; NULL: the exercise is not swept */
    struct ll_strings functions; /* that the lesson asks for */
    struct ll_strings taken;     /* what the lesson's own modules take from elsewhere */
    struct ll_strings headers;   /* of the lesson: absolute */
    bool allow_weak;
};

/* Compile what is the lesson's. 0; 1 when its suite cannot be observed, and `why` tells
 * what stands in the way; -1 when the lesson cannot be compiled at all. Release in any
 * case. */
int ll_harness_make(const struct ll_lesson *lesson, const struct ll_exercise *exercise,
                    bool allow_weak, struct ll_harness *harness, struct ll_buf *why,
                    struct ll_error *err) LL_MUST_CHECK;
void ll_harness_release(struct ll_harness *harness);

#endif
