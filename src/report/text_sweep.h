/* SPDX-License-Identifier: MIT
 *
 * text_sweep: a sweep in words: the pieces that its formats and the screens share.
 */
#ifndef LL_REPORT_TEXT_SWEEP_H
#define LL_REPORT_TEXT_SWEEP_H

#include "report/layout.h"
#include "sweep/sweep.h"

enum { LL_SWEEP_CALLS_MOST = 12 }; /* shown of what led to an allocation */

/* "7", "7+": which failure; `name` has room for 32 characters. */
void ll_attempt_name(const struct ll_attempt *attempt, char *name);

/* Append the command that repeats the failure. */
void ll_replay(struct ll_buf *out, const char *again, const struct ll_attempt *attempt);

/* Append the causes of a sweep's failures, as the text format does, each block after an
 * empty line. `again` is as in struct ll_format; NULL: no command can be told. */
void ll_text_causes(struct ll_buf *out, const struct ll_style *style,
                    const struct ll_sweep *sweep, const char *again);

/* Append one of these causes: an attempt of which ll_sweep_is_told() is true. */
void ll_text_cause(struct ll_buf *out, const struct ll_style *style,
                   const struct ll_sweep *sweep, const char *again, size_t attempt);

/* Append what was done to an exercise's program or suite. `follows`: the same was told
 * of its program. */
void ll_text_swept_lead(struct ll_buf *out, const struct ll_style *style, bool is_suite,
                        bool follows);

/* Both: what was done, and the first `most` causes. Nothing where there are no faults.
 */
void ll_text_swept(struct ll_buf *out, const struct ll_style *style,
                   const struct ll_sweep *sweep, const char *again, size_t most);

/* Append "failing the 7th allocation (realloc at series.c:41, 96 bytes) crashes". */
void ll_sweep_headline(const struct ll_sweep *sweep, size_t attempt,
                       struct ll_buf *out);

/* The same for each cause that is a fault, in one line. */
void ll_sweep_headlines(const struct ll_sweep *sweep, struct ll_buf *out);

/* Whether reports tell of this attempt: it stands for all with its cause, and is a
 * fault or could not be judged. */
bool ll_sweep_is_told(const struct ll_sweep *sweep, size_t attempt);

/* The reader's line at which a report shows the attempt: the one that asked for the
 * memory; NULL: none. Borrowed. */
const struct ll_frame *ll_sweep_frame(const struct ll_sweep *sweep, size_t attempt);

/* Append why the sweep is not the whole answer: what was not tried, faults that are
 * there without any failure. Nothing: it is. */
void ll_sweep_caveat(const struct ll_sweep *sweep, struct ll_buf *out);

/* Append a report on a sweep (see struct ll_format). */
int ll_text_sweep(const struct ll_sweep *sweep, const char *again,
                  const struct ll_style *style, struct ll_buf *out,
                  struct ll_error *err);

#endif
