/* SPDX-License-Identifier: MIT
 *
 * results: keeps the results of a class in results.db, an SQLite file: one row for each
 * submission, written as soon as it is graded. A row that is written stays, whatever
 * happens to leaklab. (A power cut may lose the last rows, never the file: those
 * submissions are graded again.) People can ask it with SQL:
 *
 *     results(name, verdict, score, most, why, seconds, path, at)
 *     items(name, item, title, points, most, verdict, message)
 *     faults(name, kind)
 *     learners(name, id, learner, place, note, late)
 *     sources(name, text)
 */
#ifndef LL_CLASS_RESULTS_H
#define LL_CLASS_RESULTS_H

#include "base/strings.h"
#include "class/similarity.h"
#include "judge/graded.h"

struct ll_results;

/* One row, apart from the grade. All is borrowed. */
struct ll_result_row {
    const char *name;
    const char *path;
    const char *key;                      /* see class.h; hexadecimal */
    const struct ll_fingerprints *prints; /* NULL: none */
};

/* Open results.db in `folder`, which is made if it does not exist; NULL: in memory
 * only. `about` says what is graded ("lesson 3, exercise.c"). It is an error when the
 * file is about something else, when another leaklab is writing it, and, unless
 * `resume`, when it has results already, or is broken. With `resume`, a broken file is
 * renamed and a new one made; `*aside` is then the new path of the broken one, free
 * with free(), else NULL. NULL on error. */
struct ll_results *ll_results_open(const char *folder, const char *about, bool resume,
                                   char **aside, struct ll_error *err);
/* Open an existing one to read it. NULL on error. */
struct ll_results *ll_results_read(const char *folder, struct ll_error *err);
void ll_results_close(struct ll_results *results);

/* Whether there is a row of that name and key that is not a harness error. */
bool ll_results_has(struct ll_results *results, const struct ll_result_row *row);

/* What a row says, apart from all items. */
struct ll_result_mark {
    enum ll_verdict verdict;
    double score, most;
};

/* Whether there is a row of that name with a verdict that there is; then `mark` is what
 * it says. */
bool ll_results_mark(struct ll_results *results, const char *name,
                     struct ll_result_mark *mark);

/* Write a row; it replaces an older one of the same name. It is kept once this returns
 * 0, or, between begin and commit, once the commit does. */
int ll_results_put(struct ll_results *results, const struct ll_result_row *row,
                   const struct ll_graded *graded, struct ll_error *err) LL_MUST_CHECK;
/* Write who a submission is from; it replaces what was known, also of a row that is
 * kept as it is. */
int ll_results_put_learner(struct ll_results *results, const char *name,
                           const struct ll_learner *learner,
                           struct ll_error *err) LL_MUST_CHECK;
/* Write what was read as a submission; the same holds of it. NULL: nothing was. */
int ll_results_put_source(struct ll_results *results, const char *name,
                          const struct ll_buf *source,
                          struct ll_error *err) LL_MUST_CHECK;
/* Where the submission `name` was, for people: `*path` becomes a new string; and what
 * was read of it, which is appended to `text`. 0; 1: nothing was read, or it is not
 * kept, as the row is an older leaklab's; -1 on error. */
int ll_results_source(struct ll_results *results, const char *name, char **path,
                      struct ll_buf *text, struct ll_error *err) LL_MUST_CHECK;
int ll_results_begin(struct ll_results *results, struct ll_error *err) LL_MUST_CHECK;
int ll_results_commit(struct ll_results *results, struct ll_error *err) LL_MUST_CHECK;
void ll_results_rollback(struct ll_results *results); /* as if nothing was written */

/* What the results are about, as it was given to ll_results_open(). New string; NULL on
 * error. */
char *ll_results_about(struct ll_results *results, struct ll_error *err);

/* Add the rows of `from` to those of `to`, between begin and commit. Where both have a
 * result of one name, a harness error gives way to a grade. Two grades are the same if
 * key, verdict and points are; else the name is appended to `conflicts`, and the row of
 * `to` stays. */
int ll_results_merge(struct ll_results *to, struct ll_results *from,
                     struct ll_strings *conflicts, struct ll_error *err) LL_MUST_CHECK;

/* Load all rows, by name. `prints` (NULL: not wanted) becomes a new array with the
 * fingerprints of each; release each of them, and free the array. */
int ll_results_load(struct ll_results *results, struct ll_class *class,
                    struct ll_fingerprints **prints,
                    struct ll_error *err) LL_MUST_CHECK;

#endif
