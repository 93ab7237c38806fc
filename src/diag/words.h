/* SPDX-License-Identifier: MIT
 *
 * words: phrases that headlines, captions and explanations share.
 */
#ifndef LL_DIAG_WORDS_H
#define LL_DIAG_WORDS_H

#include "diag/diag.h"

/* Release `words`, which went into `out`: what they dropped, `out` has dropped. */
void ll_drop(struct ll_buf *words, struct ll_buf *out);

/* "1 byte", "32 bytes". */
void ll_say_bytes(struct ll_buf *out, unsigned long long bytes);

/* "96 bytes in 3 blocks", "32 bytes", "a block of memory". */
void ll_say_amount(struct ll_buf *out, const struct ll_diag *diag);

/* Whether the amount reads as one thing: "was lost", not "were lost". */
bool ll_amount_is_one(const struct ll_diag *diag);

/* "a block of 40 bytes", "a block". */
void ll_say_block(struct ll_buf *out, const struct ll_diag *diag);

/* Where the bad address lay: "4 bytes past the end of a block of 40 bytes", "through
 * a NULL pointer". */
void ll_say_place(struct ll_buf *out, const struct ll_diag *diag);

/* What allocated or freed the block: "malloc", or, where an operator of C++ stands
 * in for it, "PyMem_Malloc". Borrowed. */
const char *ll_allocator(const struct ll_diag *diag);
const char *ll_deallocator(const struct ll_diag *diag);

/* The first of the NULL-terminated `names` that an innermost frame of `stack`
 * speaks of, be it as "__memcpy_avx_unaligned"; `otherwise` when none does. */
const char *ll_called(const struct ll_stack *stack, const char *const *names,
                      const char *otherwise);

/* Whether the block was lost by "x = realloc(x, ...)": the source of the lost line is
 * read for it. Then realloc has failed, or it would have freed the block itself. */
bool ll_lost_by_realloc(const struct ll_diag *diag);

/* "SIGSEGV" and "it used an address where it has no memory"; NULL: unknown. */
const char *ll_signal_name(int number);
const char *ll_signal_gloss(int number);

/* The same for this crash: why the system stopped the program. */
const char *ll_crash_gloss(const struct ll_diag *diag);

/* A crash because functions called each other until the stack was full. */
bool ll_stack_is_full(const struct ll_diag *diag);

#endif
