/* SPDX-License-Identifier: MIT */
#include "class/summary.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/text.h"
#include "diag/words.h"
#include "report/layout.h"

enum { BARS = 10, BAR_WIDTH = 20, SHOWN = 12 };

static void add_blocks(struct ll_buf *out, unsigned full, unsigned width)
{
    for (unsigned i = 0; i < width; i++)
        ll_buf_puts(out, i < full ? "█" : "░");
}

static void add_time(struct ll_buf *out, double seconds)
{
    if (seconds < 99.5)
        ll_buf_addf(out, "%.0f s", seconds);
    else
        ll_buf_addf(out, "%.0f min", seconds / 60);
}

void ll_class_bar(const struct ll_class_progress *progress, unsigned lesson,
                  const struct ll_style *style, struct ll_buf *out)
{
    struct ll_buf left = LL_BUF_INIT, right = LL_BUF_INIT;
    size_t done = progress->done, count = progress->count;
    size_t ran = done - progress->known;
    ll_buf_addf(&left, " Lesson %u · %zu submission%s", lesson, count,
                ll_plural(count));
    add_blocks(&right, count > 0 ? (unsigned)(BAR_WIDTH * done / count) : BAR_WIDTH,
               BAR_WIDTH);
    ll_buf_addf(&right, "  %zu/%zu", done, count);
    if (ran > 0 && progress->seconds > 0.5) {
        double rate = (double)ran / progress->seconds;
        ll_buf_addf(&right, rate < 1.95 ? "   %.1f/s" : "   %.0f/s", rate);
        ll_buf_puts(&right, "   ");
        add_time(&right, (double)(count - done) / rate);
        ll_buf_puts(&right, " left");
    }
    ll_columns(out, style, ll_buf_text(&left), ll_buf_text(&right));
    while (out->len > 0 && out->data[out->len - 1] == '\n')
        out->data[--out->len] = '\0';
    ll_buf_release(&left);
    ll_buf_release(&right);
}

static void add_score(struct ll_buf *out, const struct ll_graded *graded)
{
    if (graded->verdict <= LL_FAIL)
        ll_buf_addf(out, "%.4g of %.4g", graded->score, graded->most);
    else if (graded->why != NULL)
        ll_clean(out, graded->why);
}

/* A name, on one line. */
static void add_name(struct ll_buf *out, const char *name)
{
    struct ll_buf clean = LL_BUF_INIT;
    ll_clean(&clean, name);
    for (size_t i = 0; i < clean.len; i++)
        if (clean.data[i] == '\n')
            clean.data[i] = ' ';
    ll_buf_puts(out, ll_buf_text(&clean));
    ll_drop(&clean, out);
}

/* Who it is from, on one line. */
static void add_who(struct ll_buf *out, const struct ll_graded *graded)
{
    struct ll_buf who = LL_BUF_INIT;
    ll_graded_who(graded, &who);
    add_name(out, ll_buf_text(&who));
    ll_drop(&who, out);
}

void ll_class_line(const struct ll_class_progress *progress, struct ll_buf *out)
{
    const struct ll_graded *graded = progress->graded;
    ll_buf_addf(out, "%zu/%zu  ", progress->done, progress->count);
    add_who(out, graded);
    ll_buf_addf(out, "   %s   ", ll_verdict_name(graded->verdict));
    add_score(out, graded);
    ll_buf_addf(out, "   %.1f s\n", graded->seconds);
}

/* ---- how it went --------------------------------------------------------------- */

static int compare_numbers(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return left < right ? -1 : left > right;
}

/* Per cent of what could be had, ascending, of those that were graded. */
static double *collect_scores(const struct ll_class *class, size_t *count)
{
    double *scores = calloc(class->count + 1, sizeof *scores);
    *count = 0;
    for (size_t i = 0; scores != NULL && i < class->count; i++) {
        const struct ll_graded *graded = &class->all[i];
        if (graded->verdict <= LL_FAIL && graded->most > 0)
            scores[(*count)++] = 100 * graded->score / graded->most;
    }
    if (*count > 0)
        qsort(scores, *count, sizeof *scores, compare_numbers);
    return scores;
}

static void add_lead(const struct ll_class_outcome *outcome, const double *scores,
                     size_t count, const struct ll_style *style, struct ll_buf *out)
{
    static const char *const words[] = {"pass", "fail", "ungradable", "harness error"};
    const struct ll_class *class = &outcome->class;
    size_t verdicts[4] = {0};
    double sum = 0;
    struct ll_buf line = LL_BUF_INIT;
    for (size_t i = 0; i < class->count; i++)
        verdicts[class->all[i].verdict]++;
    for (size_t i = 0; i < count; i++)
        sum += scores[i];
    ll_buf_addf(&line, "%zu submission%s", class->count, ll_plural(class->count));
    if (class->seconds > 0)
        ll_buf_addf(&line, " in %.1f s", class->seconds);
    if (outcome->graded < class->count)
        ll_buf_addf(&line, ", %zu of them known before",
                    class->count - outcome->graded);
    ll_wrap(out, style, 1, ll_buf_text(&line));
    ll_buf_clear(&line);
    if (count > 0)
        ll_buf_addf(&line, "mean %.0f %%, median %.0f %%", sum / (double)count,
                    (scores[(count - 1) / 2] + scores[count / 2]) / 2);
    const char *before = line.len > 0 ? " · " : "";
    for (size_t v = 0; v < 4; v++) {
        if (verdicts[v] == 0)
            continue;
        ll_buf_addf(&line, "%s%zu %s%s", before, verdicts[v], words[v],
                    v == LL_HARNESS_ERROR ? ll_plural(verdicts[v]) : "");
        before = ", ";
    }
    ll_wrap(out, style, 1, ll_buf_text(&line));
    ll_drop(&line, out);
}

static void add_histogram(const double *scores, size_t count,
                          const struct ll_style *style, struct ll_buf *out)
{
    size_t bars[BARS + 1] = {0}, most = 1;
    unsigned room = style->width > 60 ? 40 : style->width - 20;
    if (count < 3)
        return;
    for (size_t i = 0; i < count; i++) {
        double score = scores[i] < 0 ? 0 : scores[i];
        size_t bar = score >= 100 ? BARS : (size_t)(score * (double)BARS / 100);
        if (++bars[bar] > most)
            most = bars[bar];
    }
    ll_buf_putc(out, '\n');
    for (size_t bar = 0; bar <= BARS; bar++) {
        unsigned length = (unsigned)((bars[bar] * room + most - 1) / most);
        if (bar == BARS)
            ll_buf_puts(out, "      100 %  ");
        else
            ll_buf_addf(out, "  %2zu -%3zu %%  ", bar * 100 / BARS,
                        (bar + 1) * 100 / BARS);
        for (unsigned i = 0; i < length; i++)
            ll_buf_puts(out, "█");
        ll_buf_addf(out, "%s%zu\n", length > 0 ? " " : "", bars[bar]);
    }
}

/* ---- what cost most ------------------------------------------------------------ */

struct tally {
    const char *what;   /* borrowed */
    const char *words;  /* borrowed: for people */
    size_t submissions; /* that have it */
    size_t times;
    size_t last; /* the last submission that counted, plus one */
};

struct tallies {
    struct tally *items;
    size_t count;
};

static void count_one(struct tallies *tallies, const char *what, const char *words,
                      size_t submission)
{
    struct tally *tally = NULL;
    for (size_t i = 0; i < tallies->count && tally == NULL; i++)
        if (strcmp(tallies->items[i].what, what) == 0)
            tally = &tallies->items[i];
    if (tally == NULL) {
        if (!LL_GROW_ONE(tallies->items, tallies->count))
            return; /* a line less in a summary */
        tally = &tallies->items[tallies->count++];
        *tally = (struct tally){.what = what, .words = words};
    }
    tally->times++;
    tally->submissions += tally->last != submission + 1;
    tally->last = submission + 1;
}

static int compare_tallies(const void *a, const void *b)
{
    const struct tally *left = a, *right = b;
    if (left->submissions != right->submissions)
        return left->submissions > right->submissions ? -1 : 1;
    return strcmp(left->what, right->what);
}

static void sort_tallies(struct tallies *tallies)
{
    if (tallies->count > 0)
        qsort(tallies->items, tallies->count, sizeof *tallies->items, compare_tallies);
}

static void add_heading(struct ll_buf *out, const struct ll_style *style,
                        const char *text)
{
    ll_buf_puts(out, "\n ");
    ll_paint(out, style, LL_PAINT_BOLD, text);
    ll_buf_putc(out, '\n');
}

static void add_faults(const struct ll_class *class, const struct ll_style *style,
                       struct ll_buf *out)
{
    struct tallies faults = {0};
    for (size_t i = 0; i < class->count; i++)
        for (size_t d = 0; d < class->all[i].diags.count; d++) {
            enum ll_kind kind = class->all[i].diags.items[d].kind;
            if (ll_kind_is_fault(kind) && kind != LL_OTHER)
                count_one(&faults, ll_kind_name(kind), NULL, i);
        }
    sort_tallies(&faults);
    if (faults.count > 0)
        add_heading(out, style, "Faults, and in how many submissions");
    for (size_t i = 0; i < faults.count; i++) {
        const struct tally *fault = &faults.items[i];
        ll_buf_addf(out, "   %-24s %4zu", fault->what, fault->submissions);
        if (fault->times > fault->submissions)
            ll_buf_addf(out, "   (%zu times)", fault->times);
        ll_buf_putc(out, '\n');
    }
    free(faults.items);
}

static void add_tests(const struct ll_class *class, const struct ll_style *style,
                      struct ll_buf *out)
{
    struct tallies tests = {0};
    size_t graded = 0;
    for (size_t i = 0; i < class->count; i++) {
        if (class->all[i].verdict > LL_FAIL)
            continue;
        graded++;
        bool failed = false;
        for (size_t t = 0; t < class->all[i].count; t++) {
            const struct ll_graded_item *item = &class->all[i].items[t];
            if (item->verdict == LL_PASS || (item->kind == LL_ITEM_SWEEP && failed))
                continue; /* after a failure, allocations were not made to fail */
            failed = true;
            count_one(&tests, item->name,
                      item->title != NULL ? item->title : item->name, i);
        }
    }
    sort_tallies(&tests);
    if (tests.count > 0)
        add_heading(out, style, "What fails most");
    for (size_t i = 0; i < tests.count && i < SHOWN; i++) {
        struct ll_buf line = LL_BUF_INIT;
        ll_clean(&line, tests.items[i].words);
        ll_buf_addf(&line, ": fails for %zu of %zu", tests.items[i].submissions,
                    graded);
        ll_wrap(out, style, 3, ll_buf_text(&line));
        ll_drop(&line, out);
    }
    free(tests.items);
}

/* ---- by name ------------------------------------------------------------------- */

static void add_ungraded(const struct ll_class *class, enum ll_verdict verdict,
                         const char *heading, const struct ll_style *style,
                         struct ll_buf *out)
{
    bool any = false;
    for (size_t i = 0; i < class->count; i++) {
        const struct ll_graded *graded = &class->all[i];
        if (graded->verdict != verdict)
            continue;
        if (!any)
            add_heading(out, style, heading);
        any = true;
        struct ll_buf line = LL_BUF_INIT;
        add_who(&line, graded);
        ll_buf_puts(&line, ": ");
        add_name(&line, graded->why != NULL ? graded->why : "no reason is known");
        ll_wrap(out, style, 3, ll_buf_text(&line));
        ll_drop(&line, out);
    }
}

/* Which files were taken, where that is not plain. scores.csv has all of them. */
static void add_notes(const struct ll_class *class, const struct ll_style *style,
                      struct ll_buf *out)
{
    size_t count = 0;
    for (size_t i = 0; i < class->count; i++) {
        const struct ll_graded *graded = &class->all[i];
        if (graded->learner.note == NULL || ++count > SHOWN)
            continue;
        if (count == 1)
            add_heading(out, style, "Not named as asked");
        struct ll_buf line = LL_BUF_INIT;
        add_who(&line, graded);
        ll_buf_puts(&line, ": ");
        add_name(&line, graded->learner.note);
        ll_wrap(out, style, 3, ll_buf_text(&line));
        ll_drop(&line, out);
    }
    if (count > SHOWN)
        ll_buf_addf(out, "   and %zu more: see the column 'note' in scores.csv\n",
                    count - SHOWN);
}

static void add_mark(struct ll_buf *out, const struct ll_result_mark *mark)
{
    if (mark->verdict <= LL_FAIL)
        ll_buf_addf(out, "%.4g of %.4g", mark->score, mark->most);
    else
        ll_buf_puts(out, ll_verdict_name(mark->verdict));
}

/* Whose result is another one than that of the grading before. */
static void add_changes(const struct ll_class_outcome *outcome,
                        const struct ll_style *style, struct ll_buf *out)
{
    if (outcome->change_count == 0)
        return;
    add_heading(out, style, "Changed since the grading before");
    for (size_t i = 0; i < outcome->change_count; i++) {
        const struct ll_change *change = &outcome->changes[i];
        struct ll_buf line = LL_BUF_INIT;
        add_name(&line, change->name);
        ll_buf_puts(&line, ": ");
        add_mark(&line, &change->before);
        ll_buf_puts(&line, " → ");
        add_mark(&line, &change->after);
        ll_wrap(out, style, 3, ll_buf_text(&line));
        ll_drop(&line, out);
    }
}

/* "ann, ben and the lesson's own solution.c: 92 to 98 % of ..." */
static void add_group(const struct ll_class_outcome *outcome,
                      const struct ll_similar_group *group,
                      const struct ll_style *style, struct ll_buf *out)
{
    const struct ll_class *class = &outcome->class;
    struct ll_buf line = LL_BUF_INIT;
    for (size_t i = 0; i < group->count; i++) {
        size_t member = group->members[i];
        ll_buf_puts(&line, i == 0 ? "" : i + 1 == group->count ? " and " : ", ");
        if (member < class->count)
            add_who(&line, &class->all[member]);
        else
            ll_buf_addf(&line, "the lesson's own %s", outcome->solution);
    }
    ll_buf_puts(&line, ": ");
    if (group->least < group->most)
        ll_buf_addf(&line, "%u to ", group->least);
    ll_buf_addf(&line, "%u %% of the code that is not the lesson's", group->most);
    ll_wrap(out, style, 3, ll_buf_text(&line));
    ll_drop(&line, out);
}

static void add_alike(const struct ll_class_outcome *outcome,
                      const struct ll_style *style, struct ll_buf *out)
{
    if (outcome->alike.count == 0)
        return;
    add_heading(out, style, "Near-identical");
    for (size_t i = 0; i < outcome->alike.count; i++)
        add_group(outcome, &outcome->alike.groups[i], style, out);
    ll_wrap(out, style, 3,
            "That is a remark, no proof: there are many ways to come to the same "
            "code.");
}

void ll_class_summary(const struct ll_class_outcome *outcome,
                      const struct ll_style *style, struct ll_buf *out)
{
    size_t count = 0;
    double *scores = collect_scores(&outcome->class, &count);
    add_lead(outcome, scores, count, style, out);
    add_histogram(scores, count, style, out);
    free(scores);
    add_faults(&outcome->class, style, out);
    add_tests(&outcome->class, style, out);
    add_ungraded(&outcome->class, LL_UNGRADABLE, "Not gradable", style, out);
    add_ungraded(&outcome->class, LL_HARNESS_ERROR,
                 "Not graded, by no fault of theirs: --resume tries again", style, out);
    add_notes(&outcome->class, style, out);
    add_changes(outcome, style, out);
    add_alike(outcome, style, out);
}
