/* SPDX-License-Identifier: MIT
 *
 * line.h: a line of text in an editor. It has a gap at the cursor, so that typing moves
 * nothing:
 *
 *     text ──► [ D | e | a | r |   |   |   | A | d | a ]
 *                before = 4       the gap     after = 3
 *
 * When the gap is used up, the line moves to a block of twice the size.
 *
 * Life cycle: line_init(), then editing, then line_release().
 */
#ifndef LINE_H
#define LINE_H

#include <stddef.h>

struct line {
    char *text;      /* owned by the line; not a string: it has no '\0' */
    size_t capacity; /* bytes of the block, the gap among them */
    size_t before;   /* characters before the cursor */
    size_t after;    /* characters after it */
};

/* Make a line of `text`, which is copied, with the cursor at its end. Returns 0, or -1
 * when memory ran out: there is then nothing to release. */
int line_init(struct line *line, const char *text);

/* Put the cursor after the first `before` characters, or at the end if there are
 * fewer. */
void line_move(struct line *line, size_t before);

/* Type a character at the cursor. Returns 0, or -1 when memory ran out: the line is
 * then as it was, and still has to be released. */
int line_type(struct line *line, char character);

/* The line as a string. Returns a new text, free with free(); NULL when memory ran
 * out. */
char *line_string(const struct line *line);

/* Free what the line owns; it is then empty, without room. */
void line_release(struct line *line);

#endif
