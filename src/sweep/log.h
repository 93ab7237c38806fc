/* SPDX-License-Identifier: MIT
 *
 * log: what the runtime wrote while a program was swept (see runtime/swept.h).
 */
#ifndef LL_SWEEP_LOG_H
#define LL_SWEEP_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/strings.h"
#include "diag/diag.h"
#include "jail/jail.h"

enum { LL_SWEEP_FRAMES_MAX = 32 };

struct ll_point {
    unsigned long number;
    char *function, *through, *test; /* owned; the latter two may be NULL */
    unsigned long long bytes;
    unsigned long long frames[LL_SWEEP_FRAMES_MAX]; /* as in the log */
    size_t frame_count;
    struct ll_stack site; /* filled by ll_log_symbolise() */
};

/* Where a process called exit(), abort() or the like. */
struct ll_left {
    pid_t pid;
    unsigned long long frames[LL_SWEEP_FRAMES_MAX]; /* as in the log */
    size_t frame_count;
    struct ll_stack site; /* filled by ll_log_symbolise() */
};

struct ll_child {
    unsigned long number;
    bool with_all;
    pid_t pid;
    struct ll_ended ended;
    bool aborted, asserted;
    long long kept; /* bytes: how many more its test left allocated than when nothing
                       failed; 0 and less: none, or it did not come to its end */
};

struct ll_log {
    struct ll_point *points; /* owned; by number, as the program went on */
    size_t point_count, point_cap;
    struct ll_child *children; /* owned */
    size_t child_count, child_cap;
    struct ll_left *left; /* owned */
    size_t left_count, left_cap;
    struct ll_strings libraries; /* the program's own: the Kth is the (K-1)th here */
    size_t of_test;              /* the first child of the test that is read */
    bool aborted, asserted;      /* the program itself */
    long long kept;              /* the same: what its test left allocated */
    unsigned long long kept_by_tests; /* bytes that tests left when nothing failed */
    unsigned long total;              /* 0: it did not get to its end */
    unsigned long late;        /* the first one for which there was no time; 0: none */
    bool waited;               /* ... though less processor time was used */
    char *unfit;               /* owned: "threads"; NULL: nothing was in the way */
    unsigned long unfit_since; /* the first one that was not tried for it */
};

/* Read the log in `path`; a missing file counts as empty. `log` is empty on entry;
 * release it in any case. */
int ll_log_read(const char *path, struct ll_log *log,
                struct ll_error *err) LL_MUST_CHECK;

/* Look up the frames for the points' addresses in `program` and its own libraries, with
 * addr2line. */
int ll_log_symbolise(struct ll_log *log, const char *program,
                     struct ll_error *err) LL_MUST_CHECK;

/* Return where that process left, or NULL. 0: any process. Borrowed. */
const struct ll_left *ll_log_left(const struct ll_log *log, pid_t pid);

/* Return the point with that number, or NULL. Borrowed. */
const struct ll_point *ll_log_point(const struct ll_log *log, unsigned long number);

/* Move the points of `from` that `into` does not have yet, and the facts about the
 * whole run, into `into`. */
int ll_log_join(struct ll_log *into, struct ll_log *from,
                struct ll_error *err) LL_MUST_CHECK;

void ll_log_release(struct ll_log *log);

#endif
