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
struct ll_compiled {
    char *folder;                /* owned, see ll_isolate_folder() */
    const char *name;            /* borrowed: the file that the exercise asks for */
    struct ll_buf source;        /* as it was handed in */
    struct ll_buf text;          /* preprocessed */
    struct ll_elf_object object; /* compiled plainly */
    bool done[LL_WAY_COUNT];
    struct ll_buf closed[LL_WAY_COUNT];   /* objects, as they are linked */
    struct ll_buf programs[LL_WAY_COUNT]; /* as the linker left them */
    struct ll_buf shared;                 /* plain, as a shared object for a server */
    struct ll_buf words;                  /* of the compiler or the linker */
    double seconds;
};

/* Begin with `source` (borrowed bytes). Release in any case. */
int ll_compiled_open(const struct ll_harness *harness, const char *source, size_t count,
                     struct ll_compiled *compiled, struct ll_error *err) LL_MUST_CHECK;
void ll_compiled_release(struct ll_compiled *compiled);

/* The steps. 0; 1 when the submission is in the way, and `why` says how (the tool's own
 * words, if any, are in `words`); -1 when we failed. */
int ll_compiled_preprocess(const struct ll_harness *harness,
                           struct ll_compiled *compiled, struct ll_buf *why,
                           struct ll_error *err) LL_MUST_CHECK;
int ll_compiled_compile(const struct ll_harness *harness, struct ll_compiled *compiled,
                        enum ll_way way, struct ll_buf *why,
                        struct ll_error *err) LL_MUST_CHECK;
int ll_compiled_link(const struct ll_harness *harness, struct ll_compiled *compiled,
                     enum ll_way way, struct ll_buf *why,
                     struct ll_error *err) LL_MUST_CHECK;
/* Link it as a shared object, too. */
int ll_compiled_share(const struct ll_harness *harness, struct ll_compiled *compiled,
                      struct ll_buf *why, struct ll_error *err) LL_MUST_CHECK;

#endif
