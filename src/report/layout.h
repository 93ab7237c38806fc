/* SPDX-License-Identifier: MIT
 *
 * layout: how text is laid out on a terminal: style, colour, wrapping, columns, and
 * text that is safe to show there.
 */
#ifndef LL_REPORT_LAYOUT_H
#define LL_REPORT_LAYOUT_H

#include <stdbool.h>

#include "base/buf.h"
#include "jail/jail.h"

#define LL_TAB 4

struct ll_style {
    bool colour;         /* SGR sequences */
    unsigned width;      /* columns, at least 40 */
    bool raw;            /* add the tools' own words */
    bool boxes;          /* add a small picture of the memory (text_boxes.h) */
    bool all;            /* show every fault of a program with many */
    const char *picture; /* the command that draws one failure of a sweep, with %s for
                            its number; NULL: there is none */
    const char *longer;  /* the command that gives each run more time; NULL: the options
                            of this one are told, for all limits */
    const char *from;   /* show paths as seen from this folder; NULL: the current one */
    const char *lesson; /* but those of files below this folder as seen from there: a
                           lesson's own; NULL: none */
    const char *named; /* a file, absolute, that the screen names already; NULL: none */
    const struct ll_limits *limits; /* of the runs; NULL: not known */
    bool is_part;      /* of a screen: why there is nothing to judge stands below a
                          heading, as a paragraph, and not as a message of leaklab's */
    bool missing_told; /* which tools are missing stands on the screen already */
};

/* From the terminal behind `fd`: colour only there and without NO_COLOR (see
 * no-color.org) and TERM=dumb; width from the terminal, $COLUMNS, else 80. */
struct ll_style ll_style_for(int fd);

enum ll_paint {
    LL_PAINT_NONE,
    LL_PAINT_BOLD,
    LL_PAINT_DIM,
    LL_PAINT_BAD,
    LL_PAINT_GOOD,
    LL_PAINT_MARK
};

/* Append `text` painted, if the style has colour. */
void ll_paint(struct ll_buf *out, const struct ll_style *style, enum ll_paint paint,
              const char *text);

/* Append `text` wrapped to the style's width, each line after `indent` blanks. Width
 * is counted in columns, not bytes (UTF-8). */
void ll_wrap(struct ll_buf *out, const struct ll_style *style, unsigned indent,
             const char *text);

/* Append `left`, blanks, `right` so that `right` ends at the width; on two lines
 * when they do not fit. */
void ll_columns(struct ll_buf *out, const struct ll_style *style, const char *left,
                const char *right);

/* The character at `*text`, which moves behind it; U+FFFD for what is no UTF-8 or no
 * character at all (U+FFFE, U+FFFF ...), for what a terminal would obey rather than
 * show (controls, changes of direction), and for what is not seen (U+200B, U+FEFF ...).
 */
unsigned ll_next_character(const char **text);

/* The columns that `text` takes; SGR sequences take none. */
unsigned ll_text_columns(const char *text);

/* The columns that the first `bytes` of the line `text` take, tabs expanded. */
unsigned ll_columns_before(const char *text, size_t bytes);

/* Append `text` with what a terminal would obey replaced and tabs as blanks; line
 * ends stay. */
void ll_clean(struct ll_buf *out, const char *text);

/* The same; if that is more than `most` bytes, it is cut there, between two characters,
 * and " ..." follows. */
void ll_clean_cut(struct ll_buf *out, const char *text, size_t most);

/* Append the columns `from` (from 0) up to `to` of the cleaned `text`. */
void ll_cut(struct ll_buf *out, const char *text, unsigned from, unsigned to);

void ll_blanks(struct ll_buf *out, unsigned count);

/* Append what `from` holds and release it; what it dropped counts as dropped from
 * `out`. */
void ll_pour(struct ll_buf *out, struct ll_buf *from);

/* The same, painted. */
void ll_pour_paint(struct ll_buf *out, const struct ll_style *style,
                   enum ll_paint paint, struct ll_buf *from);

#endif
