/* SPDX-License-Identifier: MIT
 *
 * class: grades the submissions of a class, several at a time and none of them twice.
 *
 *   submission ─► read ─┬─ has a row in results.db with the same key ─────────┐
 *                       ├─ cannot be graded: a link, a FIFO, too large ───────┤
 *                       ├─ the cache has its result ──────────────────────────┼─► a row
 *                       └─ a worker: ll_grader_grade() ─► the cache ──────────┘
 *
 * Each submission is read once (submission/intake.h). Its key is SHA-256 over its
 * digest and ll_grader_digest(). results.db keeps the key with each row: with `resume`,
 * only submissions are graded that are new, have changed, or ended in a harness error.
 * The results are also in the cache that all leaklabs of a user share
 * (session/cache.h), so that grading an unchanged class into another folder takes a
 * second. Harness errors are not cached.
 *
 * No submission can end the grading of the others. Only a row that cannot be written
 * does: then no more is graded than could be kept.
 */
#ifndef LL_CLASS_CLASS_H
#define LL_CLASS_CLASS_H

#include "class/conclusion.h"
#include "class/find.h"
#include "grade/grader.h"

struct ll_class_progress {
    size_t done, count;             /* submissions */
    size_t known;                   /* of those done: known without running anything */
    double seconds;                 /* since the start */
    const struct ll_graded *graded; /* the one that was just done; NULL: none, a call
                                       just to show the time */
};

struct ll_class_options {
    const struct ll_lesson *lesson;
    const char *exercise; /* the file's name, as in `ll_lesson_exercise()` */
    const char *output;   /* the folder of results.db; NULL: nothing is kept */
    bool resume;
    bool no_cache;
    unsigned jobs;       /* 0: as many as processors */
    double most_seconds; /* for one submission, then its worker is stopped */
    void (*progress)(const struct ll_class_progress *progress, void *data);
    void *data; /* for progress(), which may be NULL */
};

/* Grade them all. On -1 `outcome` owns nothing, and what was graded until then is in
 * results.db. */
int ll_class_grade(struct ll_grader *grader, const struct ll_submissions *submissions,
                   const struct ll_class_options *options,
                   struct ll_class_outcome *outcome,
                   struct ll_error *err) LL_MUST_CHECK;

#endif
