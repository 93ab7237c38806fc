/* SPDX-License-Identifier: MIT
 *
 * allocator: functions of a program that allocate for their callers: xmalloc,
 * pool_alloc.
 *
 *     malloc  ◄─ xmalloc:5 ◄─ main:12          as a tool tells it
 *                xmalloc   ◄─ main:12          the block comes from xmalloc, called
 * there
 *
 * So the first frame of the reader's own code is the caller's line, and what is said of
 * malloc is said of xmalloc.
 *
 * An allocator is written as NAME, or as NAME:FREE where a function of the program
 * takes its blocks back.
 */
#ifndef LL_DIAG_ALLOCATOR_H
#define LL_DIAG_ALLOCATOR_H

#include "base/strings.h"
#include "diag/diag.h"

/* Whether the text is such a name, or two: "pool_alloc:pool_free". */
bool ll_allocator_is_valid(const char *text);

/* The function that allocates, or that frees: `*length` characters of `text`. NULL:
 * none is named. */
const char *ll_allocator_name(const char *text, size_t *length);
const char *ll_allocator_free(const char *text, size_t *length);

/* Let the stack begin at the allocator that asked for the block, without its place in
 * the source. It asked itself: its frame is the innermost of the reader's code. (Room
 * that an allocator gets for itself, in a function of its own, stays as it is.) Returns
 * its row of `allocators`, borrowed; NULL: the stack is left as it is. */
const char *ll_allocator_settle(struct ll_stack *stack,
                                const struct ll_strings *allocators,
                                const char *const *roots);

/* The row of the allocator that one of the stack's frames is in, the outermost; NULL:
 * none. */
const char *ll_allocator_in(const struct ll_stack *stack,
                            const struct ll_strings *allocators,
                            const char *const *roots);

/* Settle all stacks of the diagnoses where a block comes from or was freed. A
 * block that was freed by another function than the one that its allocator names, or
 * that such a function freed although it comes from elsewhere, is a mismatch. -1 when
 * memory ran out. */
int ll_allocators_settle(struct ll_diags *diags, const struct ll_strings *allocators,
                         const char *const *roots, struct ll_error *err) LL_MUST_CHECK;

#endif
