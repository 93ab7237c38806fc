/* SPDX-License-Identifier: MIT
 *
 * yaml: parts of a manifest as text, as an author would write them.
 *
 * Each line starts with `indent` blanks. What was dropped is remembered in the buffer.
 *
 * libyaml's emitter, which manifest.c uses, is of no use here: it writes whole
 * documents alone, and these are parts at an indent, between an author's own lines and
 * comments. It would break a place's lines where it likes, and wants an event for each
 * scalar: more code than the quoting that it saves. `leaklab new` loads at once what it
 * made of these parts, so that a mistake here shows.
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
