/* SPDX-License-Identifier: MIT
 *
 * labels: marks in the comments of a source file.
 *
 * A label is a comment that holds nothing but a word after an @ (letters, digits,
 * '-', '_'), and marks the line it stands on; a line may carry several:
 *
 *     series->data = realloc(series->data, size); // @bug // @lost
 *
 * (or between slash-star and star-slash, which cannot be shown inside a comment).
 */
#ifndef LL_LESSON_LABELS_H
#define LL_LESSON_LABELS_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/strings.h"

struct ll_label {
    char *name;
    char *file; /* as it was given */
    unsigned line;
};

struct ll_labels {
    struct ll_label *items; /* owned */
    size_t count, cap;
};

/* Read the labels of `file` into `labels` (which may hold those of others). */
int ll_labels_read(struct ll_labels *labels, const char *file,
                   struct ll_error *err) LL_MUST_CHECK;
void ll_labels_release(struct ll_labels *labels);

/* The only label of that name; NULL when there is none or more than one. */
const struct ll_label *ll_labels_find(const struct ll_labels *labels, const char *name);

/* Append `text` (a source or a line of it) without its labels and without the
 * white space before them; a line that held only labels goes altogether. */
void ll_labels_strip(const char *text, struct ll_buf *out);

/* The same, but labels of these names stay. */
void ll_labels_keep(const char *text, const struct ll_strings *names,
                    struct ll_buf *out);

#endif
