/* SPDX-License-Identifier: MIT
 *
 * lesson_next: what to do next in a lesson, below what was told of it.
 */
#ifndef LL_CLI_LESSON_NEXT_H
#define LL_CLI_LESSON_NEXT_H

#include "cli/lesson_screen.h"

/* What to do next: work on the exercise `open`, or, when it is NULL, go on to the other
 * exercises of the lesson, or to the next lesson when `all` were judged. */
void ll_lesson_next(struct ll_lesson_screen *screen, const struct ll_case *open,
                    const struct ll_judgement *judgement, bool all);

/* What to do next in `watch`: the file to work on; for its head. */
void ll_lesson_next_in_watch(struct ll_lesson_screen *screen,
                             const struct ll_exercise *exercise);

/* What helps there with answers; nothing for other exercises. */
void ll_lesson_help_in_watch(struct ll_lesson_screen *screen,
                             const struct ll_exercise *exercise);

#endif
