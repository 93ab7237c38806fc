/* SPDX-License-Identifier: MIT
 *
 * compile: makes a submission's source into programs, step by step (harness.h says what
 * they consist of).
 *
 * Compiler and linker read hostile input. They run isolated, in a folder with the
 * submission's source, the lesson's headers, and nothing else of the lesson.
 */
#ifndef LL_SUBMISSION_COMPILE_H
#define LL_SUBMISSION_COMPILE_H

#include "submission/harness.h"

/* A submission while it is compiled and linked. */
struct ll_compiled {
    char *folder;                 /* owned, see ll_isolate_folder() */
    const char *name;             /* borrowed: the file that the exercise asks for */
    struct ll_buf source;         /* as it was handed in */
    struct ll_buf text;           /* preprocessed */
    struct ll_elf_object object;  /* compiled plainly */
    struct ll_elf_object watched; /* compiled for AddressSanitizer */
    bool done[LL_WAY_COUNT];
    struct ll_buf closed[LL_WAY_COUNT];   /* objects with their own names hidden */
    struct ll_buf programs[LL_WAY_COUNT]; /* as the linker left them */
    struct ll_buf words;  /* what the compiler or the linker printed last */
    struct ll_buf warned; /* see ll_compiled_warn() */
    double seconds;
};

/* Begin with `source`, whose bytes are copied. Release in any case. */
int ll_compiled_open(const struct ll_harness *harness, const char *source, size_t count,
                     struct ll_compiled *compiled, struct ll_error *err) LL_MUST_CHECK;
void ll_compiled_release(struct ll_compiled *compiled);

/* The steps, in this order. 0; 1 when the submission does not pass the step: `why` says
 * why, and compiled->words has what the compiler printed; -1 when we failed. */
int ll_compiled_preprocess(const struct ll_harness *harness,
                           struct ll_compiled *compiled, struct ll_buf *why,
                           struct ll_error *err) LL_MUST_CHECK;
int ll_compiled_compile(const struct ll_harness *harness, struct ll_compiled *compiled,
                        enum ll_way way, struct ll_buf *why,
                        struct ll_error *err) LL_MUST_CHECK;
/* Fill compiled->warned with what the compilers warn of at home. One more run of the
 * compiler reads the source itself: some warnings are about blanks and macros, of which
 * nothing is left after the preprocessor. -1 when we failed. */
int ll_compiled_warn(const struct ll_harness *harness, struct ll_compiled *compiled,
                     struct ll_error *err) LL_MUST_CHECK;
int ll_compiled_link(const struct ll_harness *harness, struct ll_compiled *compiled,
                     enum ll_way way, struct ll_buf *why,
                     struct ll_error *err) LL_MUST_CHECK;

#endif
