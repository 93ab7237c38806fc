/* SPDX-License-Identifier: MIT
 *
 * text: the pieces of the text format, for the commands that build screens.
 */
#ifndef LL_REPORT_TEXT_H
#define LL_REPORT_TEXT_H

#include "report/layout.h"
#include "session/session.h"

/* Append one fault as a block: headline and witnesses, the marked source lines,
 * the explanation (`why`, or the general one when NULL), "Look at: ...". What the block
 * of `above`, the fault shown right before it (NULL: none), has said is not said
 * again. */
void ll_text_diag(struct ll_buf *out, const struct ll_style *style,
                  const struct ll_diag *diag, const struct ll_diag *above,
                  const char *const *roots, const char *why);

/* Append why there is nothing to judge: compiler errors under their one-line lead,
 * a missing tool, a stopped program. Nothing when all runs were judged to the end. */
void ll_text_trouble(struct ll_buf *out, const struct ll_style *style,
                     const struct ll_result *result, const struct ll_limits *limits);

/* Append a piece of Markdown for a terminal: paragraphs and list items wrapped, code
 * between fences as it stands, all after `indent` blanks; `code` keeps its ticks. */
void ll_text_markdown(struct ll_buf *out, const struct ll_style *style, unsigned indent,
                      const char *text);

/* Append a report on the result of a check (see struct ll_format). */
int ll_text_check(const struct ll_result *result, const struct ll_style *style,
                  struct ll_buf *out, struct ll_error *err) LL_MUST_CHECK;

/* Append the names of the tools that judged: "memcheck, AddressSanitizer". */
void ll_text_tools(struct ll_buf *out, const struct ll_result *result);

/* Whether all that could be told of the fault is told of the one above: it has the same
 * lines, and only other calls led to them. */
bool ll_text_is_alike(const struct ll_diag *diag, const struct ll_diag *above,
                      const struct ll_style *style, const char *const *roots);

#endif
