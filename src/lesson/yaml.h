/* SPDX-License-Identifier: MIT
 *
 * yaml: write parts of a manifest as an author would write them.
 *
 * Each line starts with `indent` blanks. If memory runs out, `out` is `full`.
 *
 * libyaml's emitter, which manifest.c uses, does not fit here. It writes only whole
 * documents; these are indented parts between an author's own lines and comments. It
 * chooses its own line breaks, and needs an event for each scalar, which is more code
 * than the quoting it would save. `leaklab new` loads the manifest that it has written,
 * so a mistake here is found at once.
 */
#ifndef LL_LESSON_YAML_H
#define LL_LESSON_YAML_H

#include "base/buf.h"
#include "lesson/lesson.h"

/* Append the members of an expectation, except `tools` and `why`. */
void ll_yaml_expectation(struct ll_buf *out, unsigned indent,
                         const struct ll_expectation *expect);

/* Append "key: >-" and the words, folded to lines. */
void ll_yaml_words(struct ll_buf *out, unsigned indent, const char *key,
                   const char *words);

#endif
