/* SPDX-License-Identifier: MIT
 *
 * manifest: read and write lesson.yml. Private to this floor; see lesson.h.
 */
#ifndef LL_LESSON_MANIFEST_H
#define LL_LESSON_MANIFEST_H

#include "lesson/lesson.h"

/* Load the manifest `path`. Returns a new manifest, free with ll_manifest_free(); NULL
 * on error. */
struct ll_manifest *ll_manifest_load(const char *path, struct ll_error *err);

/* Write `manifest` to `path` as YAML that ll_manifest_load() can load. */
int ll_manifest_write(const struct ll_manifest *manifest, const char *path,
                      struct ll_error *err) LL_MUST_CHECK;
void ll_manifest_free(struct ll_manifest *manifest);

#endif
