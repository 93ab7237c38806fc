/* SPDX-License-Identifier: MIT
 *
 * report: what people and programs are shown, one file a format, one row in the
 * table.
 */
#ifndef LL_REPORT_REPORT_H
#define LL_REPORT_REPORT_H

#include <stdbool.h>

#include "base/buf.h"
#include "session/session.h"
#include "sweep/sweep.h"

struct ll_style {
    bool colour;       /* SGR sequences */
    unsigned width;    /* columns, at least 40 */
    bool raw;          /* add the tools' own words */
    const char *from;  /* show paths as seen from this folder; NULL: the current one */
    const char *named; /* a file, absolute, that the screen names already; NULL: none */
    const struct ll_limits *limits; /* of the runs; NULL: not known */
    bool missing_told; /* which tools are missing stands on the screen already */
};

/* From the terminal behind `fd`: colour only there and without NO_COLOR (see
 * no-color.org) and TERM=dumb; width from the terminal, $COLUMNS, else 80. */
struct ll_style ll_style_for(int fd);

struct ll_format {
    const char *name; /* "text", "json", "gcc" */
    /* Append a report on `result`. */
    int (*check)(const struct ll_result *result, const struct ll_style *style,
                 struct ll_buf *out, struct ll_error *err);
    /* Append a report on a sweep; `again` is the command that repeats one failure, with
     * "%s" in it for which. NULL: the format has none. */
    int (*sweep)(const struct ll_sweep *sweep, const char *again,
                 const struct ll_style *style, struct ll_buf *out,
                 struct ll_error *err);
};

extern const struct ll_format *const ll_formats[]; /* ends with NULL */
const struct ll_format *ll_format_find(const char *name);

/* ---- pieces of the text format, for the commands that build screens --------- */

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

/* Append one fault as a block: headline and witnesses, the marked source lines,
 * the explanation (`why`, or the general one when NULL), "Look at: ...". What the block
 * of `above`, the fault shown right before it (NULL: none), has said is not said
 * again. */
void ll_text_diag(struct ll_buf *out, const struct ll_style *style,
                  const struct ll_diag *diag, const struct ll_diag *above,
                  const char *const *roots, const char *why);

/* Append the causes of a sweep's failures, as the text format does, each block after an
 * empty line. `again` is as in struct ll_format; NULL: no command can be told. */
void ll_text_causes(struct ll_buf *out, const struct ll_style *style,
                    const struct ll_sweep *sweep, const char *again);

/* The same of an exercise's program or suite, after what was done to it. Nothing where
 * there are no faults. */
void ll_text_swept(struct ll_buf *out, const struct ll_style *style,
                   const struct ll_sweep *sweep, const char *again);

/* Append "failing the 7th allocation (realloc at series.c:41, 96 bytes) crashes" for
 * each cause that is a fault, in one line. */
void ll_sweep_headlines(const struct ll_sweep *sweep, struct ll_buf *out);

/* Append a report on a sweep (see struct ll_format). */
int ll_text_sweep(const struct ll_sweep *sweep, const char *again,
                  const struct ll_style *style, struct ll_buf *out,
                  struct ll_error *err);

/* Append why there is nothing to judge: compiler errors under their one-line lead,
 * a missing tool, a stopped program. Nothing when all runs were judged to the end. */
void ll_text_trouble(struct ll_buf *out, const struct ll_style *style,
                     const struct ll_result *result, const struct ll_limits *limits);

/* Append a piece of Markdown for a terminal: paragraphs and list items wrapped, code
 * between fences as it stands, all after `indent` blanks; `code` keeps its ticks. */
void ll_text_markdown(struct ll_buf *out, const struct ll_style *style, unsigned indent,
                      const char *text);

/* "memcheck, AddressSanitizer": the tools that judged. */
void ll_text_tools(struct ll_buf *out, const struct ll_result *result);

#endif
