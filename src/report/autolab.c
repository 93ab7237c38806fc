/* SPDX-License-Identifier: MIT
 *
 * autolab: what an Autolab grader prints: the feedback, and the points on the last
 * line.
 *
 * Autolab puts quotes around each word of that line that a ':' follows, so no text of
 * others may stand in it. There is one problem, "leaklab"; a submission that leaklab
 * failed to grade has no points for it, and Autolab says that the result is empty. */
#include "report/grades.h"
#include "report/layout.h"

#define TEXT_MOST ((size_t)64 * 1024)

static int one(const struct ll_graded *graded, struct ll_buf *out, struct ll_error *err)
{
    struct ll_buf feedback = LL_BUF_INIT;
    int result = ll_grades_feedback.one(graded, &feedback, err);
    ll_clean_cut(out, ll_buf_text(&feedback), TEXT_MOST);
    ll_buf_release(&feedback);
    ll_buf_puts(out, "\n{\"scores\": {");
    if (graded->verdict != LL_HARNESS_ERROR) {
        ll_buf_puts(out, "\"leaklab\": ");
        ll_say_points(out, ll_graded_is_judged(graded) ? graded->score : 0);
    }
    ll_buf_puts(out, "}}\n");
    return result != 0 ? result : out->full ? ll_fail_memory(err) : 0;
}

const struct ll_grade_format ll_grades_autolab = {
    .name = "autolab", .file = "autolab.txt", .one = one};
