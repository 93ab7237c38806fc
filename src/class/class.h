/* SPDX-License-Identifier: MIT
 *
 * class: the submissions of a class graded, side by side, and none of them twice.
 *
 *   submission ─► read ─┬─ in results.db, from the same sources ─────────────┐
 *                       ├─ cannot be graded: a link, a FIFO, too large ──────┤
 *                       ├─ in the cache ─────────────────────────────────────┼─► a row
 *                       └─ a worker: ll_grade_submission() ─► the cache ─────┘
 *
 * What a submission was graded from is its key: SHA-256 over the names and contents of
 * its files and ll_grader_digest(). results.db keeps it with each row, so that --resume
 * grades what is new, what has changed, and what went wrong by our own fault, and
 * nothing else. The results are also in the cache that all leaklabs of a user share
 * (session/cache.h), so that a class is graded anew into another folder at once.
 * Harness errors are not cached.
 *
 * Nothing that becomes of one submission ends the grading of the others. Only a row
 * that cannot be written does: then nothing is graded that could not be kept.
 */
#ifndef LL_CLASS_CLASS_H
#define LL_CLASS_CLASS_H

#include "class/similarity.h"
#include "grade/grader.h"
#include "class/find.h"

struct ll_class_progress {
    size_t done, count;             /* submissions */
    size_t known;                   /* of those done: without running anything */
    double seconds;                 /* since the start */
    const struct ll_graded *graded; /* the one that was just done; NULL: none was, time
                                       passes */
};

struct ll_class_options {
    const struct ll_lesson *lesson;
    const char *exercise; /* the file's name, as in `ll_lesson_exercise()` */
    const char *output;   /* the folder of results.db; NULL: none, nothing is kept */
    bool resume;
    bool no_cache;
    unsigned jobs;       /* 0: as many as processors */
    double most_seconds; /* for one submission, before its worker is given up */
    void (*progress)(const struct ll_class_progress *progress, void *data);
    void *data; /* for progress; which may be NULL */
};

struct ll_class_outcome {
    struct ll_class class; /* all that is in results.db, by name */
    size_t graded;         /* in this run, and not known from before */
    struct ll_similarity
        alike;            /* pairs of `class`; an index of class.count means ... */
    const char *solution; /* ... the lesson's own solution: this file; NULL: none */
};

void ll_class_outcome_release(struct ll_class_outcome *outcome);

/* Grade them all. `submissions` is filled (see ll_submission_read). On -1 nothing is
 * owned by `outcome`, and what was graded until then is in results.db. */
int ll_class_grade(struct ll_grader *grader, struct ll_submissions *submissions,
                   const struct ll_class_options *options,
                   struct ll_class_outcome *outcome,
                   struct ll_error *err) LL_MUST_CHECK;

#endif
