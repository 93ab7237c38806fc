/* SPDX-License-Identifier: MIT
 *
 * vpl: what an evaluation of Moodle's Virtual Programming Lab prints: a block of
 * comment, then the mark.
 *
 * VPL takes the last line that begins with "Grade :=>>" for the mark, also one in a
 * comment, and ends the comment at a line "--|>". So each line of the comment begins
 * with '-' (a title, which never ends with the ')' of VPL's deductions) or with '>'
 * (as it is). Without a mark, VPL keeps none. */
#include <stdlib.h>

#include "report/grades.h"
#include "report/layout.h"

#define TEXT_MOST ((size_t)64 * 1024)

/* Append the lines of `text`, each behind '>'. */
static void add_lines(struct ll_buf *out, const char *text)
{
    struct ll_buf clean = LL_BUF_INIT;
    ll_clean_cut(&clean, text, TEXT_MOST);
    bool first = true;
    for (const char *c = ll_buf_text(&clean); *c != '\0'; c++) {
        if (first)
            ll_buf_putc(out, '>');
        ll_buf_putc(out, *c);
        first = *c == '\n';
    }
    if (!first)
        ll_buf_putc(out, '\n');
    out->full |= clean.full;
    ll_buf_release(&clean);
}

static void add_points(struct ll_buf *out, double points, double most)
{
    ll_buf_puts(out, ": ");
    ll_say_points(out, points);
    ll_buf_puts(out, " of ");
    ll_say_points(out, most);
    ll_buf_putc(out, '\n');
}

static void add_title(struct ll_buf *out, const char *title)
{
    struct ll_buf clean = LL_BUF_INIT;
    ll_clean(&clean, title);
    ll_buf_putc(out, '-');
    for (const char *c = ll_buf_text(&clean); *c != '\0'; c++)
        ll_buf_putc(out, *c == '\n' ? ' ' : *c);
    out->full |= clean.full;
    ll_buf_release(&clean);
}

static int add_items(struct ll_buf *out, const struct ll_graded *graded,
                     struct ll_error *err)
{
    size_t count;
    struct ll_graded_item *items = ll_graded_for_learners(graded, &count);
    if (items == NULL)
        return ll_fail_memory(err);
    add_title(out, "All points");
    add_points(out, graded->score, graded->most);
    for (size_t i = 0; i < count; i++) {
        add_title(out, ll_item_title(&items[i]));
        add_points(out, items[i].points, items[i].most);
        if (items[i].message != NULL)
            add_lines(out, items[i].message);
    }
    free(items);
    return 0;
}

static int one(const struct ll_graded *graded, struct ll_buf *out, struct ll_error *err)
{
    bool judged = ll_graded_is_judged(graded);
    ll_buf_puts(out, "<|--\n");
    if (judged && add_items(out, graded, err) != 0)
        return -1;
    if (!judged) {
        struct ll_buf lead = LL_BUF_INIT;
        ll_graded_lead(graded, &lead);
        ll_buf_puts(out, "-Not graded\n");
        add_lines(out, ll_buf_text(&lead));
        out->full |= lead.full;
        ll_buf_release(&lead);
    }
    if (graded->explanation != NULL && graded->explanation[0] != '\0') {
        ll_buf_puts(out, "-What leaklab saw\n");
        add_lines(out, graded->explanation);
    }
    ll_buf_puts(out, "--|>\n");
    if (graded->verdict != LL_HARNESS_ERROR) {
        ll_buf_puts(out, "Grade :=>>");
        ll_say_points(out, judged ? graded->score : 0);
        ll_buf_putc(out, '\n');
    }
    return out->full ? ll_fail_memory(err) : 0;
}

const struct ll_grade_format ll_grades_vpl = {
    .name = "vpl", .file = "vpl.txt", .one = one};
