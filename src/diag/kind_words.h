/* SPDX-License-Identifier: MIT
 *
 * kind_words: what the rows of kinds.c say of one fault. These functions know nothing
 * of the table: what they need of their row is an argument.
 */
#ifndef LL_DIAG_KIND_WORDS_H
#define LL_DIAG_KIND_WORDS_H

#include "diag/explain.h"

/* headline.c: see ll_diag_headline(). */
void ll_headline_definitely_lost(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_indirectly_lost(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_possibly_lost(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_still_reachable(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_kept_too_long(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_invalid_read(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_invalid_write(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_use_after_free(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_double_free(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_invalid_free(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_mismatched_free(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_uninitialised(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_overlap(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_bad_size(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_signed_overflow(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_bad_shift(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_division_by_zero(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_stack_escape(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_crash(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_descriptor_leak(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_thread_leak(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_data_race(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_lock_misuse(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_lost_reference(const struct ll_diag *diag, struct ll_buf *out);
void ll_headline_other(const struct ll_diag *diag, struct ll_buf *out);

/* headline.c: the caption of the place where it happened. */
void ll_caption_read(const struct ll_diag *diag, struct ll_buf *out);
void ll_caption_write(const struct ll_diag *diag, struct ll_buf *out);
void ll_caption_mismatched_free(const struct ll_diag *diag, struct ll_buf *out);
void ll_caption_lost_reference(const struct ll_diag *diag, struct ll_buf *out);
void ll_caption_data_race(const struct ll_diag *diag, struct ll_buf *out);
void ll_caption_lock_misuse(const struct ll_diag *diag, struct ll_buf *out);

/* explain_*.c: see ll_explain_diag(). `general` is the explanation of the kind, of
 * which a paragraph uses what it has no better words for. */

/* explain_parts.c: nothing but `general`. */
void ll_explain_generally(const struct ll_diag *diag,
                          const struct ll_explanation *general, struct ll_buf *out);

/* explain_lost.c */
void ll_explain_leak(const struct ll_diag *diag, const struct ll_explanation *general,
                     struct ll_buf *out);
void ll_explain_kept_too_long(const struct ll_diag *diag,
                              const struct ll_explanation *general, struct ll_buf *out);
void ll_explain_lost_reference(const struct ll_diag *diag,
                               const struct ll_explanation *general,
                               struct ll_buf *out);
void ll_explain_descriptor(const struct ll_diag *diag,
                           const struct ll_explanation *general, struct ll_buf *out);

/* explain_access.c */
void ll_explain_access(const struct ll_diag *diag, const struct ll_explanation *general,
                       struct ll_buf *out);
void ll_explain_stack_escape(const struct ll_diag *diag,
                             const struct ll_explanation *general, struct ll_buf *out);
void ll_explain_uninitialised(const struct ll_diag *diag,
                              const struct ll_explanation *general, struct ll_buf *out);
void ll_explain_crash(const struct ll_diag *diag, const struct ll_explanation *general,
                      struct ll_buf *out);

/* explain_operation.c */
void ll_explain_signed_overflow(const struct ll_diag *diag,
                                const struct ll_explanation *general,
                                struct ll_buf *out);
void ll_explain_bad_shift(const struct ll_diag *diag,
                          const struct ll_explanation *general, struct ll_buf *out);
void ll_explain_division_by_zero(const struct ll_diag *diag,
                                 const struct ll_explanation *general,
                                 struct ll_buf *out);
void ll_explain_bad_size(const struct ll_diag *diag,
                         const struct ll_explanation *general, struct ll_buf *out);

/* explain_free.c */
void ll_explain_use_after_free(const struct ll_diag *diag,
                               const struct ll_explanation *general,
                               struct ll_buf *out);
void ll_explain_double_free(const struct ll_diag *diag,
                            const struct ll_explanation *general, struct ll_buf *out);
void ll_explain_invalid_free(const struct ll_diag *diag,
                             const struct ll_explanation *general, struct ll_buf *out);
void ll_explain_mismatched_free(const struct ll_diag *diag,
                                const struct ll_explanation *general,
                                struct ll_buf *out);

/* explain_threads.c */
void ll_explain_thread_leak(const struct ll_diag *diag,
                            const struct ll_explanation *general, struct ll_buf *out);
void ll_explain_data_race(const struct ll_diag *diag,
                          const struct ll_explanation *general, struct ll_buf *out);
void ll_explain_lock_misuse(const struct ll_diag *diag,
                            const struct ll_explanation *general, struct ll_buf *out);

#endif
