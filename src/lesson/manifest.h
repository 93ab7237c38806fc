/* SPDX-License-Identifier: MIT
 *
 * manifest: lesson.yml as structs. Private to this floor; see lesson.h.
 */
#ifndef LL_LESSON_MANIFEST_H
#define LL_LESSON_MANIFEST_H

#include "lesson/lesson.h"

/* Load the manifest `path`. A new manifest, free with ll_manifest_free(); NULL on
 * error. */
struct ll_manifest *ll_manifest_load(const char *path, struct ll_error *err);

/* Write `manifest` to `path` as YAML that ll_manifest_load() takes. */
int ll_manifest_write(const struct ll_manifest *manifest, const char *path,
                      struct ll_error *err) LL_MUST_CHECK;
void ll_manifest_free(struct ll_manifest *manifest);

#endif
