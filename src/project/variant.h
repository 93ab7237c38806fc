/* SPDX-License-Identifier: MIT
 *
 * variant: what `leaklab cc` builds beside each object, library and program: the same,
 * with the checks of the tool that is compiled in (LL_TOOL_BUILT_IN).
 *
 * A variant is found by what is in the ordinary file: by its digest. So the ordinary
 * file is as it would be without leaklab, and may be moved, copied, installed, or put
 * into an archive. Once its bytes are changed (strip), it has no variant.
 *
 * The folder "variants" of the user's cache (session/cache.h) has, in folders of the
 * first two digits,
 *     DIGEST        the variant of the file with that digest
 *     DIGEST.sweep  of a program: the same, for `leaklab sweep` (runtime/swept.h)
 *     DIGEST.why    what is not checked in it, or why there is none, in lines
 *
 * It may be removed at any time.
 */
#ifndef LL_PROJECT_VARIANT_H
#define LL_PROJECT_VARIANT_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/error.h"

/* The digest of the file. False: it is no regular file. */
bool ll_variant_digest(const char *file, char hex[LL_DIGEST_HEX]);

/* Where the variant of the file with that digest is, or would be. New string; NULL:
 * there is no place for any. */
char *ll_variant_path(const char hex[LL_DIGEST_HEX]);

/* The variant of that digest, or of that file. New string; NULL: there is none. */
char *ll_variant_find(const char hex[LL_DIGEST_HEX]);
char *ll_variant_of(const char *file);

/* What `leaklab sweep` runs in place of the program `file`. New string; NULL: there is
 * nothing. */
#define LL_VARIANT_SWEPT ".sweep"
char *ll_variant_swept(const char *file);

/* Append what is told of the variant. */
void ll_variant_why(const char hex[LL_DIGEST_HEX], struct ll_buf *out);

/* Tell that of it from now on; nothing, if the text is empty. */
int ll_variant_tell(const char hex[LL_DIGEST_HEX], const char *why,
                    struct ll_error *err) LL_MUST_CHECK;

/* Remove what was not used for so many days, and of more than so many bytes what was
 * not used for the longest time; at most once an hour. Not for several threads at once.
 */
#define LL_VARIANTS_DAYS 30
#define LL_VARIANTS_BYTES ((off_t)4 << 30)
void ll_variant_clean(void);

#endif
