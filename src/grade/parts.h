/* SPDX-License-Identifier: MIT
 *
 * parts: how a graded program is made.
 *
 *   lesson:      driver.c ─┐
 *                suite.c ──┼─ ld -r, all names local ─► harness.o   once, for each way
 *                runtime ──┘                                        of compiling
 *   submission:  x.c ─► x.i ─► x.o ─ but the lesson's functions, all names local ─┐
 *                                                                    harness.o ──┴─►
 * program
 *
 * A name that the submission defines besides the functions it was asked for
 * (strcmp, malloc, one of our runtime's) is its own business and nobody else's; and
 * it reaches nothing of driver, suite and runtime by name. What runs before main
 * (constructors, resolvers) is not linked.
 *
 * Compiler and linker read hostile input: for the submission they run isolated, in a
 * folder with its own source, the lesson's headers, and nothing else of the lesson.
 */
#ifndef LL_GRADE_PARTS_H
#define LL_GRADE_PARTS_H

#include "grade/object.h"
#include "jail/jail.h"
#include "lesson/lesson.h"
#include "session/session.h"
#include "tools/tool.h"

/* A way of compiling: as a tool's row says. */
enum ll_way {
    LL_WAY_PLAIN, /* for Valgrind's tools, and to run bare */
    LL_WAY_ASAN,
    LL_WAY_TELLING, /* plainly, and it tells what it expects: with the solution only */
    LL_WAY_COUNT
};

/* What the programs of all submissions share. */
struct ll_parts {
    const struct ll_lesson *lesson;     /* borrowed */
    const struct ll_exercise *exercise; /* borrowed */
    const struct ll_tool *tools[LL_WAY_COUNT];
    char *folder;                /* owned: of the harnesses */
    char *harness[LL_WAY_COUNT]; /* owned: objects */
    struct ll_strings functions; /* that the lesson asks for */
    struct ll_strings taken;     /* what the lesson's own modules take from elsewhere */
    struct ll_strings headers;   /* of the lesson: absolute */
    bool allow_weak;
};

/* Compile what is the lesson's. 0; 1 when its suite cannot be observed, and `why` tells
 * what stands in the way; -1 when the lesson cannot be compiled at all. Release in any
 * case. */
int ll_parts_make(const struct ll_lesson *lesson, const struct ll_exercise *exercise,
                  bool allow_weak, struct ll_parts *parts, struct ll_buf *why,
                  struct ll_error *err) LL_MUST_CHECK;
void ll_parts_release(struct ll_parts *parts);

/* Where a submission's source lies for its compiler, and so in diagnoses. */
#define LL_SUBMISSION_ROOT "/submission"

/* A submission on its way to a program. */
struct ll_making {
    char *folder;            /* owned, see ll_isolated_folder() */
    const char *name;        /* borrowed: the file that the exercise asks for */
    struct ll_buf source;    /* as it was handed in */
    struct ll_buf text;      /* preprocessed */
    struct ll_object object; /* compiled plainly */
    bool compiled[LL_WAY_COUNT];
    struct ll_buf programs[LL_WAY_COUNT]; /* as the linker left them */
    struct ll_buf words;                  /* of the compiler or the linker */
    double seconds;
};

/* Begin with `source` (borrowed bytes). Release in any case. */
int ll_making_open(const struct ll_parts *parts, const char *source, size_t count,
                   struct ll_making *making, struct ll_error *err) LL_MUST_CHECK;
void ll_making_release(struct ll_making *making);

/* The steps. 0; 1 when the submission is in the way, and `why` says how (the tool's own
 * words, if any, are in `words`); -1 when we failed. */
int ll_making_preprocess(const struct ll_parts *parts, struct ll_making *making,
                         struct ll_buf *why, struct ll_error *err) LL_MUST_CHECK;
int ll_making_compile(const struct ll_parts *parts, struct ll_making *making,
                      enum ll_way way, struct ll_buf *why,
                      struct ll_error *err) LL_MUST_CHECK;
int ll_making_link(const struct ll_parts *parts, struct ll_making *making,
                   enum ll_way way, struct ll_buf *why,
                   struct ll_error *err) LL_MUST_CHECK;

#endif
