/* SPDX-License-Identifier: MIT
 *
 * ledger: the account of a graded program's blocks that Valgrind keeps outside of it
 * (--trace-malloc), unit by unit: which blocks a unit allocated and left behind,
 * whether or not something still points to them; and whether an address that was
 * observed lay in a block.
 *
 * The bounds of the units stand in it as allocations whose sizes only the key tells.
 * Who has stolen the key can close a unit before its end: what is allocated after that,
 * and the true bounds as well, then stand between units, where only our runtime
 * allocates, and always the same.
 */
#ifndef LL_GRADE_MALLOC_TRACE_H
#define LL_GRADE_MALLOC_TRACE_H

#include "grade/transcript.h"

struct ll_balance {
    uint32_t unit;
    size_t blocks; /* left behind */
    uint64_t bytes;
    bool ended; /* its end is in the ledger */
    size_t allocations;
    uint64_t *heap; /* owned: start and size of each block that it had, in turn */
    size_t heap_count;
};

struct ll_malloc_trace {
    struct ll_balance *items; /* owned, in the order of the units */
    size_t count;
    size_t outside; /* allocations after the first unit's begin, and in none of them */
};

/* Read `log` for the units of `transcript`. -1 only when memory ran out. */
int ll_malloc_trace_read(const uint8_t key[LL_SIPHASH_KEY], const struct ll_buf *log,
                         const struct ll_transcript *transcript,
                         struct ll_malloc_trace *out,
                         struct ll_error *err) LL_MUST_CHECK;
void ll_malloc_trace_release(struct ll_malloc_trace *trace);

/* Of that unit; NULL: it is not there. */
const struct ll_balance *ll_malloc_trace_find(const struct ll_malloc_trace *trace,
                                              uint32_t unit);

/* Whether `address` lay in a block that the unit allocated, or one from before it. */
bool ll_balance_has(const struct ll_balance *balance, uint64_t address);

#endif
