/* SPDX-License-Identifier: MIT
 *
 * labels: read and remove the marks in the comments of a source file.
 *
 * A label is a comment that contains only an @ and a word (letters, digits, '-', '_').
 * It marks its own line. A line can have several labels:
 *
 *     series->data = realloc(series->data, size); // @bug // @lost
 *
 * A block comment can be a label, too. In Cython and Python, a label is "# @bug".
 */
#ifndef LL_LESSON_LABELS_H
#define LL_LESSON_LABELS_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/strings.h"

struct ll_label {
    char *name;
    char *file; /* as it was given; owned */
    unsigned line;
};

struct ll_labels {
    struct ll_label *items; /* owned */
    size_t count, cap;
};

/* Append the labels of `file` to `labels`. */
int ll_labels_read(struct ll_labels *labels, const char *file,
                   struct ll_error *err) LL_MUST_CHECK;
void ll_labels_release(struct ll_labels *labels);

/* The label `name`; NULL when there is none or more than one. Borrowed. */
const struct ll_label *ll_labels_find(const struct ll_labels *labels, const char *name);

/* Append `text` (a source, or a line of one) without its labels and the white space
 * before them. A line that contains only labels is dropped. */
void ll_labels_strip(const char *text, struct ll_buf *out);

/* The same, but keep the labels with these names. */
void ll_labels_keep(const char *text, const struct ll_strings *names,
                    struct ll_buf *out);

#endif
