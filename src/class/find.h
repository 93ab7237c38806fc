/* SPDX-License-Identifier: MIT
 *
 * find: lists the submissions in a class's folder, and names each of them. It opens
 * none (see submission/intake.h for that).
 */
#ifndef LL_CLASS_FIND_H
#define LL_CLASS_FIND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct ll_submission {
    char *name;   /* owned: its file's or folder's, without an ending; in a class, where
                     two would be the same, with it, or else its whole path */
    char *path;   /* owned */
    bool trusted; /* named on the command line: may be a link */
};

struct ll_submissions {
    struct ll_submission *items; /* owned; ascending by name */
    size_t count;
};

void ll_submissions_release(struct ll_submissions *submissions);

/* List the submissions in `paths` (NULL-terminated). A file is one; a folder is one
 * when `exercise` is in it, or when `one` is set; otherwise each of its entries is one.
 * Entries that begin with a dot are not, nor is the folder `output` (NULL: none). A
 * path that does not exist is an error. On error `submissions` owns nothing. */
int ll_submissions_find(const char *const *paths, bool one, const char *exercise,
                        const char *output, struct ll_submissions *submissions,
                        struct ll_error *err) LL_MUST_CHECK;

#endif
