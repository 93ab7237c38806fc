/* SPDX-License-Identifier: MIT
 *
 * yaml: parts of a manifest as text, as an author would write them.
 *
 * Each line starts with `indent` blanks. What was dropped is remembered in the buffer.
 */
#ifndef LL_LESSON_YAML_H
#define LL_LESSON_YAML_H

#include "base/buf.h"
#include "lesson/lesson.h"

/* Append the members of an expectation but `tools` and `why`. */
void ll_yaml_expectation(struct ll_buf *out, unsigned indent,
                         const struct ll_expectation *expect);

/* Append "key: >-" and the words, folded to lines. */
void ll_yaml_words(struct ll_buf *out, unsigned indent, const char *key,
                   const char *words);

#endif
