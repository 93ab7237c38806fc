/* SPDX-License-Identifier: MIT
 *
 * results: results.db, the results of a class, in SQLite. One row a submission,
 * written the moment that it is graded: what is in it stays, whatever happens to
 * leaklab. (A power cut may take the last rows with it, never the file: they are graded
 * again.) For questions of one's own it has
 *
 *     results(name, verdict, score, most, why, seconds, path, at)
 *     items(name, item, title, points, most, verdict, message)
 *     faults(name, kind)
 */
#ifndef LL_CLASS_RESULTS_H
#define LL_CLASS_RESULTS_H

#include "class/similarity.h"
#include "judge/graded.h"

struct ll_results;

/* One row, apart from what its submission was graded to. */
struct ll_result_row {
    const char *name;
    const char *path;
    const char *key;                      /* of what it was graded from */
    const struct ll_fingerprints *prints; /* NULL: none */
};

/* Open results.db in `folder` (NULL: none; nothing is kept), which is made where it is
 * not there. `about` says what is graded ("lesson 3, exercise.c"): another file than
 * one about the same is an error, and so is one that holds results already, unless
 * `resume`, and one that another leaklab is writing. NULL on error. */
struct ll_results *ll_results_open(const char *folder, const char *about, bool resume,
                                   struct ll_error *err);
/* Open an existing one to read it. NULL on error. */
struct ll_results *ll_results_read(const char *folder, struct ll_error *err);
void ll_results_close(struct ll_results *results);

/* Whether `row` was graded before, from the same, and not to a harness error. */
bool ll_results_has(struct ll_results *results, const struct ll_result_row *row);

/* Write a row, in place of an older one of its name. When this returns 0 it is
 * kept, or, between begin and commit, after the commit. */
int ll_results_put(struct ll_results *results, const struct ll_result_row *row,
                   const struct ll_graded *graded, struct ll_error *err) LL_MUST_CHECK;
int ll_results_begin(struct ll_results *results, struct ll_error *err) LL_MUST_CHECK;
int ll_results_commit(struct ll_results *results, struct ll_error *err) LL_MUST_CHECK;

/* All rows, by name. `prints` (NULL: not wanted): a new array, one for each, whose
 * items the caller releases with it. */
int ll_results_load(struct ll_results *results, struct ll_class *class,
                    struct ll_fingerprints **prints,
                    struct ll_error *err) LL_MUST_CHECK;

#endif
