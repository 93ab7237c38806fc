/* SPDX-License-Identifier: MIT
 *
 * making: a submission on its way to its programs (what they are made of: parts.h).
 *
 * Compiler and linker read hostile input: for the submission they run isolated, in a
 * folder with its own source, the lesson's headers, and nothing else of the lesson.
 */
#ifndef LL_SUBMISSION_COMPILE_H
#define LL_SUBMISSION_COMPILE_H

#include "submission/harness.h"

/* A submission on its way to a program. */
struct ll_making {
    char *folder;            /* owned, see ll_isolated_folder() */
    const char *name;        /* borrowed: the file that the exercise asks for */
    struct ll_buf source;    /* as it was handed in */
    struct ll_buf text;      /* preprocessed */
    struct ll_object object; /* compiled plainly */
    bool compiled[LL_WAY_COUNT];
    struct ll_buf closed[LL_WAY_COUNT];   /* objects, as they are linked */
    struct ll_buf programs[LL_WAY_COUNT]; /* as the linker left them */
    struct ll_buf shared;                 /* plain, as a shared object for a server */
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
/* Link it as a shared object, too. */
int ll_making_share(const struct ll_parts *parts, struct ll_making *making,
                    struct ll_buf *why, struct ll_error *err) LL_MUST_CHECK;

#endif
