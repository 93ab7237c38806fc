/* SPDX-License-Identifier: MIT
 *
 * intake: reads a submission, once. Its digest, its comparison with others and its
 * grading all use the bytes that were read then, so that a file that changes meanwhile
 * cannot be recorded as one thing and graded as another.
 *
 * A submission was put there by somebody else. No link in it is followed, only plain
 * files and folders are opened, and no more than 1 MiB is read.
 *
 * In a folder, with the folders in it, the one source that is graded is read: the one
 * with the exercise's name, or else the only one (source_name.h). Where there is none,
 * the only archive there is read in the same way, but no archive in that one. Other
 * files are not looked at.
 */
#ifndef LL_SUBMISSION_INTAKE_H
#define LL_SUBMISSION_INTAKE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/error.h"
#include "submission/source_name.h"

struct ll_intake {
    char *path; /* owned: the source's file, absolute */
    char *note; /* owned: which file was taken, where the learner did not name it as
                   asked: a sentence; NULL: there is nothing to say */
    struct ll_buf source;
    char digest[LL_DIGEST_HEX]; /* SHA-256 of `source`, hexadecimal */
};

/* Read the submission in `path`, which is asked for as the file `wanted`: a file, a
 * folder, or an archive. `may_be_link`: `path` itself may be a link, as its name comes
 * from our own user. A source from an archive is written into a new folder below
 * `unpack`, which the caller removes.
 *
 * 0; 1 when the submission cannot be accepted: `why` says why in one sentence; -1 when
 * it could not be read, which is not the submission's fault: `err` says why. Release
 * `intake` in any case. */
int ll_intake_read(const char *path, const char *wanted, bool may_be_link,
                   const char *unpack, struct ll_intake *intake, struct ll_buf *why,
                   struct ll_error *err) LL_MUST_CHECK;
void ll_intake_release(struct ll_intake *intake);

#endif
