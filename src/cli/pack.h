/* SPDX-License-Identifier: MIT
 *
 * pack: a folder as a tar archive, for systems that take single files.
 */
#ifndef LL_CLI_PACK_H
#define LL_CLI_PACK_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"

/* Append what is below `folder` as a tar archive, compressed with gzip if `gzip`. The
 * same folder always gives the same bytes: no owner, no time. An error if leaklab was
 * built without libarchive. */
int ll_pack_folder(const char *folder, bool gzip, struct ll_buf *out,
                   struct ll_error *err) LL_MUST_CHECK;

/* Append `bytes` in base64, in lines of 76 characters. */
void ll_pack_base64(struct ll_buf *out, const struct ll_buf *bytes);

#endif
