/* SPDX-License-Identifier: MIT
 *
 * archive: the files in an archive (zip, tar, tar.gz and others), which somebody else
 * has made.
 *
 *   open file ── mapped ──► a process that can only compute and answer (jail/apart.h),
 *                           with libarchive ── names and bytes ──► checked here
 *
 * Nothing is written to the disk. Links, devices, and files whose path leads out of the
 * archive are left out, and `left_out` says so. Names are bytes, as in a folder.
 *
 * Without libarchive leaklab is built, too; then reading an archive is an error that
 * says that.
 */
#ifndef LL_SUBMISSION_ARCHIVE_H
#define LL_SUBMISSION_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/strings.h"

/* The largest archive in a submission that is read, in bytes. A source has at most
 * 1 MiB; the rest is for what learners pack with it. */
enum { LL_ARCHIVE_INNER_MAX = 16 << 20 };

struct ll_archive_limits {
    size_t entries; /* what it may hold, hidden files apart */
    size_t bytes;   /* of what is read of it */
    bool all;       /* read every file; else only sources and archives */
    double seconds; /* of the clock */
};

/* For what a platform hands over: a class of 1000 learners with 50 files each, and
 * 256 KiB each. */
extern const struct ll_archive_limits ll_archive_of_class;
/* For what one learner hands in. A bomb is stopped after 32 MiB. */
extern const struct ll_archive_limits ll_archive_of_learner;

struct ll_archive_member {
    const char *path; /* borrowed: relative, without "..", "." and empty parts */
    const char *bytes;
    size_t size; /* of the bytes: at most one more than what is read of such a file */
};

struct ll_archive {
    struct ll_buf answer;              /* what the members borrow */
    struct ll_archive_member *members; /* owned: plain files, in the archive's order;
                                          those that are not read have no bytes */
    size_t count;
    struct ll_strings left_out; /* "'a/b' is a link, and links are not followed" */
};

/* Whether a file of that name is taken for an archive: "x.zip", "x.tar.gz". */
bool ll_archive_has_name(const char *name);

/* How long the name is without an archive's ending: 1 for "x.tar.gz". */
size_t ll_archive_stem(const char *name);

/* Whether leaklab looks into a file of that name: a source or an archive. */
bool ll_archive_is_read(const char *name);

/* Read the open file `fd`, which messages call `shown`. 0; 1 when the archive is
 * broken, encrypted or beyond the limits: `why` says so in one sentence; -1 when we
 * failed. Release `archive` in any case. */
int ll_archive_read(int fd, const char *shown, const struct ll_archive_limits *limits,
                    struct ll_archive *archive, struct ll_buf *why,
                    struct ll_error *err) LL_MUST_CHECK;
void ll_archive_release(struct ll_archive *archive);

#endif
