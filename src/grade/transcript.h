/* SPDX-License-Identifier: MIT
 *
 * transcript: reads what a graded program sent about its units (see runtime/observe.h),
 * and compares that with what the lesson's own solution sent.
 *
 * It comes from a process in which the submission's code runs. A frame with a wrong
 * authentication code or a wrong number was not sent by our runtime: the transcript is
 * `forged`, and nothing after that frame counts.
 */
#ifndef LL_GRADE_TRANSCRIPT_H
#define LL_GRADE_TRANSCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "runtime/observe.h"

/* The value of one assertion. */
struct ll_observation {
    struct ll_frame_observed value; /* `address` as it was in the process */
    char *content;                  /* owned; NULL: none */
    size_t content_bytes;
    bool from_heap; /* by Valgrind's trace of allocations (malloc_trace.h): its address
                       lay in a block that its unit had allocated and not freed */

    /* Only in the solution's transcript: */
    char *file, *text; /* owned; NULL: not sent */
    double with, tolerance;
    bool holds;
};

enum ll_unit_end {
    LL_UNIT_CUT,   /* the process ended inside it */
    LL_UNIT_LEFT,  /* by exit() */
    LL_UNIT_ENDED, /* it came to its end */
};

struct ll_unit {
    uint32_t number;
    uint32_t index;               /* of a loop test */
    char *name;                   /* owned; "": the driver */
    struct ll_observation *items; /* owned */
    size_t count, cap;
    enum ll_unit_end end;
    int64_t bytes; /* in a bare run: bytes that it left allocated */
    int64_t references[LL_SHARED_COUNT], descriptors; /* see struct ll_frame_unit */
};

struct ll_transcript {
    struct ll_unit *units; /* owned */
    size_t count;
    bool done;    /* the completion mark came, last of all */
    bool forged;  /* something in it was not sent by our runtime */
    uint64_t pid; /* 0: it did not send its first frame */
};

/* Read what came in. `out` is empty on entry; release it in any case. -1 only when
 * memory ran out. */
int ll_transcript_read(const uint8_t key[LL_SIPHASH_KEY], const struct ll_buf *from,
                       struct ll_transcript *out, struct ll_error *err) LL_MUST_CHECK;
void ll_transcript_release(struct ll_transcript *transcript);

/* Move the units of `from` to the end of `into`, except those whose numbers are there.
 */
int ll_transcript_add(struct ll_transcript *into, struct ll_transcript *from,
                      struct ll_error *err) LL_MUST_CHECK;

/* The unit of that number; NULL: it was not reached. */
const struct ll_unit *ll_transcript_find(const struct ll_transcript *transcript,
                                         uint32_t number);

enum ll_difference {
    LL_UNIT_SAME,
    LL_UNIT_DIFFERS,   /* a value, or which assertions were reached */
    LL_UNIT_BROKE_OFF, /* all was right until it ended early */
};

/* Compare a unit with the solution's. The first difference is appended to `message`,
 * for the learner: "count_words(text) is 3 and should be 4 (test_words.c:31)". */
enum ll_difference ll_unit_compare(const struct ll_unit *truth,
                                   const struct ll_unit *unit, struct ll_buf *message);

#endif
