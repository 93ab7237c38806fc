/* SPDX-License-Identifier: MIT
 *
 * variant_archive: an archive with the variants of its objects (variant.h), made for
 * one command that links.
 */
#ifndef LL_PROJECT_VARIANT_ARCHIVE_H
#define LL_PROJECT_VARIANT_ARCHIVE_H

#include "base/buf.h"
#include "base/error.h"

/* Make the archive in `folder`, which must be empty and must stay as long as the
 * archive is read: the archive only names its objects. `*made` becomes its path, a new
 * string; NULL: no object of `archive` has a variant, or it is no archive. What is told
 * of the variants is appended to `why`. */
int ll_variant_archive(const char *archive, const char *folder, char **made,
                       struct ll_buf *why, struct ll_error *err) LL_MUST_CHECK;

#endif
