/* SPDX-License-Identifier: MIT
 *
 * submissions: the list of what is graded in a class. find.h makes it.
 */
#ifndef LL_CLASS_SUBMISSIONS_H
#define LL_CLASS_SUBMISSIONS_H

#include "base/strings.h"
#include "judge/graded.h"

struct ll_submission {
    char *name;  /* owned: its file's or folder's, without an ending; in a class, where
                    two would be the same, with it, or else its whole path. Where a
                    learning platform named the file: the learner's name and ID */
    char *path;  /* owned: where it is read */
    char *shown; /* owned: where it is for people: in an archive, or as `path` */
    char *refused; /* owned: why it cannot be graded, whatever is in it; NULL: it can */
    struct ll_learner learner;
    bool trusted; /* named on the command line: may be a link */
};

struct ll_submissions {
    struct ll_submission *items; /* owned; ascending by name */
    size_t count;
    char *unpacked;            /* owned: the folder of what archives held, removed with
                                  the list; NULL: none */
    struct ll_strings remarks; /* what was found and is no submission: sentences */
};

void ll_submission_release(struct ll_submission *one);
void ll_submissions_release(struct ll_submissions *submissions);

/* Append one without a name, in the file or folder `path`. NULL when memory ran out. */
struct ll_submission *ll_submissions_add(struct ll_submissions *submissions,
                                         const char *path, const char *shown);

/* Remark which submissions have the ID of another one: two learners have never the
 * same. -1 only when memory ran out. */
int ll_submissions_check_ids(struct ll_submissions *submissions,
                             struct ll_error *err) LL_MUST_CHECK;

/* Remove the one at `index`; the order of the others stays. */
void ll_submissions_remove(struct ll_submissions *submissions, size_t index);

#endif
