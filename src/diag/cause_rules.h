/* SPDX-License-Identifier: MIT
 *
 * cause_rules: the questions of the rules in cause.c, and what a fault is told to have
 * led to. Only for cause.c and the files cause_*.c.
 */
#ifndef LL_DIAG_CAUSE_RULES_H
#define LL_DIAG_CAUSE_RULES_H

#include "diag/diag.h"

/* Two different diagnoses of one list, of which one may follow from the other. */
struct ll_cause_pair {
    const struct ll_diag *cause, *sequel;
    bool in_order; /* the cause comes first in the list */
    const struct ll_diags *list;
    const char *const *roots;
};

/* ---- cause_parts.c: what several rules ask ---- */

/* The line of the reader's code that the fault is about; NULL: none. Borrowed. */
const struct ll_frame *ll_own_key(const struct ll_diag *diag, const char *const *roots);

/* Whether both happened in the same line of the reader's code. */
bool ll_same_own_line(const struct ll_cause_pair *pair);

/* Whether one tool saw both. */
bool ll_share_tool(const struct ll_diag *a, const struct ll_diag *b);

/* Whether the innermost frame is the reader's own: not a function of the C library. */
bool ll_is_in_own_code(const struct ll_diag *diag, const char *const *roots);

/* ---- the rules: whether the sequel of the pair follows from its cause ----
 * docs/internals/one-diagnosis.md has the reason of each. */

/* cause_access.c */
bool ll_is_same_access(const struct ll_cause_pair *pair);
bool ll_is_operation_on_null(const struct ll_cause_pair *pair);
bool ll_is_unset_in_line(const struct ll_cause_pair *pair);
bool ll_is_by_unset(const struct ll_cause_pair *pair);
bool ll_is_unset_passed(const struct ll_cause_pair *pair);
bool ll_is_crash_of_unset(const struct ll_cause_pair *pair);
bool ll_is_overflow_of_unset(const struct ll_cause_pair *pair);
bool ll_is_crash_of_access(const struct ll_cause_pair *pair);
bool ll_is_crash_of_operation(const struct ll_cause_pair *pair);
bool ll_is_read_and_write(const struct ll_cause_pair *pair);
bool ll_is_placeless(const struct ll_cause_pair *pair);
bool ll_is_unset_again(const struct ll_cause_pair *pair);
bool ll_is_unset_perhaps_again(const struct ll_cause_pair *pair);
bool ll_is_escape_again(const struct ll_cause_pair *pair);
bool ll_is_unset_after_escape(const struct ll_cause_pair *pair);
bool ll_is_unset_from_beside(const struct ll_cause_pair *pair);
bool ll_is_crash_after_overflow(const struct ll_cause_pair *pair);
bool ll_is_pointer_after_overflow(const struct ll_cause_pair *pair);
bool ll_is_past_unset_size(const struct ll_cause_pair *pair);
bool ll_is_past_again(const struct ll_cause_pair *pair);
bool ll_is_freed_again(const struct ll_cause_pair *pair);

/* cause_leak.c */
bool ll_is_left_by_stop(const struct ll_cause_pair *pair);
bool ll_is_block_of_handle(const struct ll_cause_pair *pair);
bool ll_is_free_by_realloc(const struct ll_cause_pair *pair);
bool ll_is_left_by_free(const struct ll_cause_pair *pair);
bool ll_is_in_ring_of_first(const struct ll_cause_pair *pair);
bool ll_is_in_ring(const struct ll_cause_pair *pair);
bool ll_is_more_of_call(const struct ll_cause_pair *pair);
bool ll_is_led_to_by_call(const struct ll_cause_pair *pair);
bool ll_is_more_of_loss(const struct ll_cause_pair *pair);
bool ll_is_lost_with(const struct ll_cause_pair *pair);
bool ll_is_kept_with_type(const struct ll_cause_pair *pair);
bool ll_is_lost_by_move(const struct ll_cause_pair *pair);

/* cause_threads.c: one line starts threads for several callers, and none is joined; one
 * variable is used in several lines without its lock; a wrong call also failed. */
bool ll_is_more_threads(const struct ll_cause_pair *pair);
bool ll_is_race_again(const struct ll_cause_pair *pair);
bool ll_is_error_of_misuse(const struct ll_cause_pair *pair);
void ll_say_sequel_elsewhere(const struct ll_cause_pair *pair, struct ll_buf *out);

/* ---- cause_words.c: append what is said of the sequel, with its cause ----
 * One or more whole sentences; nothing where nothing is to be said. */

void ll_say_sequel_resized(const struct ll_cause_pair *pair, struct ll_buf *out);
void ll_say_sequel_next(const struct ll_cause_pair *pair, struct ll_buf *out);
void ll_say_sequel_used(const struct ll_cause_pair *pair, struct ll_buf *out);
void ll_say_sequel_perhaps(const struct ll_cause_pair *pair, struct ll_buf *out);
void ll_say_sequel_stopped(const struct ll_cause_pair *pair, struct ll_buf *out);
void ll_say_sequel_overflow(const struct ll_cause_pair *pair, struct ll_buf *out);
void ll_say_sequel_signal(const struct ll_cause_pair *pair, struct ll_buf *out);
void ll_say_sequel_both(const struct ll_cause_pair *pair, struct ll_buf *out);
void ll_say_sequel_again(const struct ll_cause_pair *pair, struct ll_buf *out);
void ll_say_sequel_unset(const struct ll_cause_pair *pair, struct ll_buf *out);
void ll_say_sequel_later(const struct ll_cause_pair *pair, struct ll_buf *out);
void ll_say_sequel_sized(const struct ll_cause_pair *pair, struct ll_buf *out);
void ll_say_sequel_past(const struct ll_cause_pair *pair, struct ll_buf *out);
void ll_say_sequel_freed(const struct ll_cause_pair *pair, struct ll_buf *out);
void ll_say_sequel_moved(const struct ll_cause_pair *pair, struct ll_buf *out);
void ll_say_sequel_stays(const struct ll_cause_pair *pair, struct ll_buf *out);
void ll_say_sequel_ring(const struct ll_cause_pair *pair, struct ll_buf *out);
void ll_say_sequel_more(const struct ll_cause_pair *pair, struct ll_buf *out);

#endif
