/* SPDX-License-Identifier: MIT
 *
 * builder.h: a text that is built from parts and grows as needed.
 *
 * Life cycle: builder_init(), then builder_add() and builder_text(), then
 * builder_release().
 */
#ifndef BUILDER_H
#define BUILDER_H

#include <stddef.h>

struct builder {
    char *text;      /* owned by the builder */
    size_t length;   /* characters in it, without the '\0' at its end */
    size_t capacity; /* bytes it has room for, the '\0' among them */
};

/* Make an empty builder. Returns 0, or -1 when memory ran out: there is then
 * nothing to release. */
int builder_init(struct builder *builder);

/* Add `part` at the end; it is copied and stays the caller's. Returns 0, or -1
 * when memory ran out: the builder is then as it was, and still has to be
 * released. */
int builder_add(struct builder *builder, const char *part);

/* The text so far. Borrowed: valid until the next builder_add() or
 * builder_release(). */
const char *builder_text(const struct builder *builder);

/* Free what the builder owns; its text is then empty. */
void builder_release(struct builder *builder);

#endif
