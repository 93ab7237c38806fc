/* SPDX-License-Identifier: MIT
 *
 * text_steps: an exercise that is done in steps, for people.
 *
 *     ● 1  the bag can be listed       mended
 *     ○ 2  a drop can be undone        seen in the program
 *     ○ 3  a page can be put back      hidden: the program shows 2 first
 */
#ifndef LL_REPORT_TEXT_STEPS_H
#define LL_REPORT_TEXT_STEPS_H

#include "judge/steps.h"
#include "report/layout.h"

/* Append a line for each step, and one for each fault that the exercise did not have.
 * `program`: the run of the program under the tools. */
void ll_text_steps(struct ll_buf *out, const struct ll_style *style,
                   const struct ll_exercise *exercise, const struct ll_result *program,
                   const struct ll_steps *steps);

/* Append "2 of 5 faults mended", and ", 1 new fault" if there is one. */
void ll_text_steps_score(struct ll_buf *out, const struct ll_exercise *exercise,
                         const struct ll_result *program, const struct ll_steps *steps);

/* The first step that is not mended and whose fault shows in its tests only; NULL: some
 * fault is seen in the program, or nothing is left. */
const struct ll_step_judgement *ll_text_step_to_show(const struct ll_result *program,
                                                     const struct ll_steps *steps);

#endif
