/* SPDX-License-Identifier: MIT
 *
 * submissions: finding the submissions of a class, and reading their sources.
 *
 * What stands in a class's folder was put there by others. No link in it is followed,
 * nothing but files and folders is opened, and what is too large is not read to its
 * end; a submission with such a thing is one that cannot be graded, and says why in
 * one sentence. Files whose names begin with a dot are no part of a submission.
 */
#ifndef LL_CLASS_FIND_H
#define LL_CLASS_FIND_H

#include "class/similarity.h"
#include "session/session.h"

struct ll_submission {
    char *name;   /* owned: its file's or folder's, without an ending; in a class, where
                     two would be the same, with it, or else its whole path */
    char *path;   /* owned */
    bool trusted; /* named on the command line: may be a link */

    /* Once it has been read (see ll_submission_read): */
    char *digest;                  /* owned: SHA-256 of its sources, hexadecimal */
    struct ll_fingerprints prints; /* of its C sources */
    enum ll_verdict verdict;       /* LL_PASS: it can be graded; else ungradable, or a
                                      harness error, */
    char *why;                     /* owned: with this reason */
};

struct ll_submissions {
    struct ll_submission *items; /* owned; ascending by name */
    size_t count;
};

void ll_submissions_release(struct ll_submissions *submissions);

/* The submissions in `paths` (NULL-terminated). A file is one; a folder is one when
 * `exercise` stands in it, or when `one` is set; else each of its entries is one.
 * Entries that begin with a dot, and the folder `output` (NULL: none), are not. What
 * cannot be opened at all is an error. */
int ll_submissions_find(const char *const *paths, bool one, const char *exercise,
                        const char *output, struct ll_submissions *submissions,
                        struct ll_error *err) LL_MUST_CHECK;

/* Read it, to fill what follows `trusted`. -1 only when memory ran out. */
int ll_submission_read(struct ll_submission *submission,
                       struct ll_error *err) LL_MUST_CHECK;

#endif
