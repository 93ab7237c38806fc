/* SPDX-License-Identifier: MIT
 *
 * sanitizer_fault: one fault of a sanitizer's report, filled line by line.
 *
 * A fault is opened by the line that announces it. Each line below it that is not a
 * frame goes to ll_sanitizer_detail(), each frame to ll_sanitizer_stack_line(). Close
 * it before its diagnosis is taken.
 *
 * A function that returns false ran out of memory: drop the fault then.
 */
#ifndef LL_TOOLS_SANITIZER_FAULT_H
#define LL_TOOLS_SANITIZER_FAULT_H

#include <stdbool.h>

#include "diag/diag.h"

struct ll_sanitizer_fault {
    struct ll_diag diag;    /* what is known of it */
    struct ll_stack *stack; /* of `diag`, or `owner`: where frames go; NULL: nowhere */
    struct ll_stack owner;  /* the frame that a stack variable lives in */
    bool below_main;        /* frames of the C library's start, and ours */
    bool is_operation;      /* UndefinedBehaviorSanitizer's */
    bool writes, reads;     /* the access */
    unsigned long long address; /* a race's: of the memory that is shared */
    unsigned long long offset;  /* of the access in the owner's frame */
    struct ll_frame where;      /* of an operation: borrowed from its line */
};

/* Open a fault by the text of an ERROR line, from its type on: "heap-use-after-free on
 * address 0x…". */
bool ll_sanitizer_open_error(struct ll_sanitizer_fault *fault, const char *text);

/* By "Direct leak of 32 byte(s) in 1 object(s) allocated from:". */
bool ll_sanitizer_open_leak(struct ll_sanitizer_fault *fault, const char *text);

/* By ThreadSanitizer's "data race (pid=7)". */
bool ll_sanitizer_open_race(struct ll_sanitizer_fault *fault, const char *text);

/* By the two parts of "/src/a.c:9:5: runtime error: division by zero". `where` is cut
 * up, and must stay until the fault is closed. Sets `ends` when the process ends there.
 */
bool ll_sanitizer_open_operation(struct ll_sanitizer_fault *fault, char *where,
                                 const char *words, bool *ends);

/* Take what a line says of the fault. A line that says nothing changes nothing. */
bool ll_sanitizer_detail(struct ll_sanitizer_fault *fault, const char *text);

/* Whether the frame in `text`, from its '#' on, leads to the reader's main. Frames
 * above that start a program, ours among them, and are of no use to anyone; neither are
 * those of the code that reports an operation. */
bool ll_sanitizer_leads_to_main(struct ll_sanitizer_fault *fault, const char *text);

/* Put the frame in `text`, which is cut up, where it belongs. */
bool ll_sanitizer_stack_line(struct ll_sanitizer_fault *fault, char *text);

/* No line follows: settle what follows from all of them. Afterwards `diag` alone is to
 * be released, or was handed over. */
bool ll_sanitizer_close(struct ll_sanitizer_fault *fault);

/* Release a fault that was not closed. */
void ll_sanitizer_drop(struct ll_sanitizer_fault *fault);

#endif
