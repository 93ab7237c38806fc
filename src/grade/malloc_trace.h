/* SPDX-License-Identifier: MIT
 *
 * malloc_trace: reads Valgrind's log of a program's allocations (--trace-malloc) and
 * tells for each unit how many blocks it allocated and did not free, even where
 * something still points to them, and of each pointer that was observed whether it led
 * into a block that its unit had allocated and not freed yet. Valgrind writes the log.
 * Its lines have the number of the process, which has to be that of the transcript, and
 * the program can get no copy of the log's descriptor (observe/lock.h).
 *
 * Our runtime marks the begin and the end of a unit by allocations of sizes that follow
 * from the key. A submission that learned the key could fake the end of a unit. What it
 * allocates after that, and the true marks, are then outside of all units. There, only
 * our runtime allocates, and always as often: more allocations (`outside`) show the
 * fake. Where a pointer is observed, an allocation of another secret size is tried: so
 * the log tells which blocks there were at that time.
 *
 * A function of Valgrind's own library in the process writes these lines, and a program
 * can call it: it can add a line, but take none out. Who says that a block is freed,
 * and frees it later, has freed it twice (`freed_twice`), which memcheck did not see.
 *
 * Where an interpreter runs, a mark of a third kind says that a unit is repeated. What
 * it did not free before that is the interpreter's, and does not count; more than one
 * such mark in a unit counts as `outside`. After the last unit the interpreter is
 * finalised, which runs code of the submission: that does not count.
 */
#ifndef LL_GRADE_MALLOC_TRACE_H
#define LL_GRADE_MALLOC_TRACE_H

#include "grade/transcript.h"

struct ll_balance {
    uint32_t unit;
    size_t blocks;      /* that it did not free; where it was repeated, how many more
                           than at that point */
    size_t all;         /* the same, of all that it allocated */
    size_t bytes;       /* of these; a block has at least one */
    bool ended;         /* the mark of its end is in the log */
    bool repeated;      /* the mark of its repetition is */
    size_t allocations; /* of any kind */
    size_t freed_twice; /* blocks that were freed once more, at any time */
};

struct ll_malloc_trace {
    struct ll_balance *items; /* owned, in the order of the units */
    size_t count;
    size_t outside; /* allocations after the first unit's begin, but in no unit; with an
                       interpreter, up to the last unit's end */
    bool forged;    /* a line is of another process than the transcript is */
};

/* Read `log` for the units of `transcript`, and set `from_heap` of their observations.
 * `interpreter`: one ran. -1 only when memory ran out. */
int ll_malloc_trace_read(const uint8_t key[LL_SIPHASH_KEY], const struct ll_buf *log,
                         struct ll_transcript *transcript, bool interpreter,
                         struct ll_malloc_trace *out,
                         struct ll_error *err) LL_MUST_CHECK;
void ll_malloc_trace_release(struct ll_malloc_trace *trace);

/* The balance of that unit; NULL: there is none. */
const struct ll_balance *ll_malloc_trace_find(const struct ll_malloc_trace *trace,
                                              uint32_t unit);

#endif
