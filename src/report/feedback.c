/* SPDX-License-Identifier: MIT
 *
 * feedback: what one learner reads: the score, each item, the explanation. */
#include <stdlib.h>

#include "base/text.h"
#include "report/grades.h"
#include "report/layout.h"

#define WIDTH 80
#define MESSAGE_INDENT 6

static const struct ll_style plain = {.width = WIDTH};

static void add_title(struct ll_buf *out, const struct ll_graded *graded)
{
    struct ll_buf words = LL_BUF_INIT;
    ll_buf_addf(&words, "Lesson %u", graded->lesson);
    if (graded->title != NULL)
        ll_buf_addf(&words, ": %s", graded->title);
    ll_buf_putc(&words, '\n');
    ll_graded_who(graded, &words);
    if (graded->learner.note != NULL)
        ll_buf_addf(&words, "\n%s", graded->learner.note);
    ll_clean(out, ll_buf_text(&words));
    out->full |= words.full;
    ll_buf_release(&words);
    ll_buf_puts(out, "\n\n");
}

static void add_item(struct ll_buf *out, const struct ll_graded_item *item)
{
    static const char *const signs[] = {[LL_PASS] = "+",
                                        [LL_FAIL] = "-",
                                        [LL_UNGRADABLE] = "?",
                                        [LL_HARNESS_ERROR] = "?"};
    struct ll_buf left = LL_BUF_INIT, right = LL_BUF_INIT, clean = LL_BUF_INIT;
    ll_buf_addf(&left, "  %s ", signs[item->verdict]);
    for (const char *c = ll_item_title(item); *c != '\0'; c++)
        ll_buf_putc(&left, *c == '\n' ? ' ' : *c);
    ll_clean(&clean, ll_buf_text(&left));
    ll_say_points(&right, item->points);
    ll_buf_puts(&right, " of ");
    ll_say_points(&right, item->most);
    ll_columns(out, &plain, ll_buf_text(&clean), ll_buf_text(&right));
    out->full |= left.full || right.full || clean.full;
    ll_buf_clear(&clean);
    if (item->message != NULL) {
        ll_clean(&clean, item->message);
        ll_wrap(out, &plain, MESSAGE_INDENT, ll_buf_text(&clean));
    } else if (item->verdict > LL_FAIL) {
        ll_wrap(out, &plain, MESSAGE_INDENT, "not judged");
    }
    out->full |= clean.full;
    ll_buf_release(&left);
    ll_buf_release(&right);
    ll_buf_release(&clean);
}

static void add_score(struct ll_buf *out, const struct ll_graded *graded)
{
    ll_buf_puts(out, "  ");
    ll_say_points(out, graded->score);
    ll_buf_puts(out, " of ");
    ll_say_points(out, graded->most);
    ll_buf_puts(out, graded->most == 1 ? " point\n\n" : " points\n\n");
}

/* The explanation, whose lines are short already. */
static void add_explanation(struct ll_buf *out, const struct ll_graded *graded)
{
    if (graded->explanation == NULL || graded->explanation[0] == '\0')
        return;
    ll_buf_putc(out, '\n');
    ll_clean(out, graded->explanation);
    if (out->data != NULL && out->data[out->len - 1] != '\n')
        ll_buf_putc(out, '\n');
}

/* What stands in the way comes first; of the items, that they wait. */
static void add_obstacle(struct ll_buf *out, const struct ll_graded *graded,
                         size_t count)
{
    struct ll_buf lead = LL_BUF_INIT, clean = LL_BUF_INIT;
    ll_graded_lead(graded, &lead);
    ll_clean(&clean, ll_buf_text(&lead));
    ll_wrap(out, &plain, 0, ll_buf_text(&clean));
    add_explanation(out, graded);
    if (count > 0 && graded->most > 0) {
        ll_buf_addf(out, "\n  %zu item%s, ", count, ll_plural(count));
        ll_say_points(out, graded->most);
        ll_buf_puts(out, graded->most == 1 ? " point: not judged yet\n"
                                           : " points: not judged yet\n");
    }
    out->full |= lead.full || clean.full;
    ll_buf_release(&lead);
    ll_buf_release(&clean);
}

static int one(const struct ll_graded *graded, struct ll_buf *out, struct ll_error *err)
{
    size_t count;
    struct ll_graded_item *items = ll_graded_for_learners(graded, &count);
    if (items == NULL)
        return ll_fail_memory(err);
    add_title(out, graded);
    if (ll_graded_is_judged(graded)) {
        add_score(out, graded);
        for (size_t i = 0; i < count; i++)
            add_item(out, &items[i]);
        add_explanation(out, graded);
    } else {
        add_obstacle(out, graded, count);
    }
    if (graded->picture != NULL) {
        ll_buf_puts(out,
                    "\nYour program's memory, step by step, is a page for a browser: ");
        ll_clean(out, graded->picture);
        ll_buf_putc(out, '\n');
    }
    free(items);
    return out->full ? ll_fail_memory(err) : 0;
}

const struct ll_grade_format ll_grades_feedback = {
    .name = "feedback", .file = "feedback.txt", .one = one};
