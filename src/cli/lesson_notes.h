/* SPDX-License-Identifier: MIT
 *
 * lesson_notes: what stands below a fault of a lesson: why a tool knows less of it than
 * of another one, and which fault a test ran into that a signal stopped.
 */
#ifndef LL_CLI_LESSON_NOTES_H
#define LL_CLI_LESSON_NOTES_H

#include "judge/judge.h"
#include "report/layout.h"

/* If the tool that knows what variables held was stopped by another fault before it
 * came to `diag`, one of the result's: say that more may be told later, and who called.
 * Otherwise append nothing. */
void ll_lesson_note_hidden(struct ll_buf *out, const struct ll_style *style,
                           const struct ll_result *result, const struct ll_diag *diag,
                           const char *const *roots);

/* Run the first tests of the case that a signal stopped once more, and set the `sequel`
 * of those in which a fault is seen that is told of the program. */
int ll_lesson_find_stops(const struct ll_session *session, const struct ll_case *one,
                         struct ll_judgement *judgement,
                         struct ll_error *err) LL_MUST_CHECK;

#endif
