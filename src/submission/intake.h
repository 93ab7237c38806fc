/* SPDX-License-Identifier: MIT
 *
 * intake: a submission as it was handed in, read once. Links, pipes and devices are not
 * followed or opened, and nothing is read twice: what is judged is what was read.
 */
#ifndef LL_SUBMISSION_INTAKE_H
#define LL_SUBMISSION_INTAKE_H

#include <sha2.h>

#include "base/buf.h"
#include "base/error.h"

struct ll_intake {
    char *path; /* owned: the file, absolute */
    struct ll_buf source;
    char digest[2 * SHA256_DIGEST_LENGTH + 1]; /* of the source */
};

/* Read the submission in `path`: a file, or a folder with the file `wanted`, or with
 * one C file. 0; 1 when it cannot be taken, and `why` says why; -1 when we failed.
 * Release in any case. */
int ll_intake_read(const char *path, const char *wanted, struct ll_intake *out,
                   struct ll_buf *why, struct ll_error *err) LL_MUST_CHECK;
void ll_intake_release(struct ll_intake *intake);

#endif
