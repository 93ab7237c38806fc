/* SPDX-License-Identifier: MIT
 *
 * csv: a class as a table, one row for each submission (RFC 4180).
 *
 * A spreadsheet reads a cell that begins with = + - @ as a formula, and names come from
 * learners. An apostrophe in front of such a text makes the spreadsheet read it as
 * text. */
#include "report/csv.h"

#include <string.h>
#include <utf8proc.h>

#include "base/strings.h"
#include "base/text.h"
#include "report/grades.h"
#include "report/layout.h"

/* Whether a spreadsheet may pass over it at the begin of a cell: blanks of any kind,
 * what is not seen, marks that stand on no letter, and what ll_clean() put there. */
static bool is_blank(long character)
{
    switch (utf8proc_category((utf8proc_int32_t)character)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
        return true;
    default:
        return character == 0xFFFD;
    }
}

/* Whether a spreadsheet would read the cleaned `text` as a formula. It also accepts the
 * full-width forms of the signs. */
static bool is_formula(const char *text)
{
    static const char *const signs[] = {"=",      "+",      "-",      "@",
                                        "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
    for (const char *next = text; *next != '\0' && is_blank(ll_utf8_next(&next));)
        text = next;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (ll_starts_with(text, signs[i]))
            return true;
    return false;
}

void ll_csv_text(struct ll_buf *out, const char *text)
{
    struct ll_buf clean = LL_BUF_INIT;
    ll_clean(&clean, text != NULL ? text : "");
    const char *c = ll_buf_text(&clean);
    bool formula = is_formula(c);
    /* In some locales, a semicolon separates the cells. */
    bool quoted = formula || strpbrk(c, "\",;'\n") != NULL;
    ll_buf_puts(out, quoted ? "\"" : "");
    ll_buf_puts(out, formula ? "'" : "");
    for (; *c != '\0'; c++) {
        if (*c == '"' || *c == '\n')
            ll_buf_putc(out, *c == '"' ? '"' : '\r');
        ll_buf_putc(out, *c);
    }
    ll_buf_puts(out, quoted ? "\"" : "");
    out->full |= clean.full;
    ll_buf_release(&clean);
}

static const char *name_of(const struct ll_graded_item *item)
{
    return item->name != NULL ? item->name : "";
}

/* Collect the items of all submissions, each once, in order of appearance. */
static void find_columns(const struct ll_class *class, struct ll_strings *columns)
{
    for (size_t i = 0; i < class->count; i++)
        for (size_t j = 0; j < class->all[i].count; j++)
            if (!ll_strings_has(columns, name_of(&class->all[i].items[j])))
                ll_strings_add(columns, name_of(&class->all[i].items[j]));
}

/* Whether a platform or a list says who the submissions are from, or a file was not
 * named as asked: then there are columns for that. */
static bool has_learners(const struct ll_class *class)
{
    for (size_t i = 0; i < class->count; i++) {
        const struct ll_learner *learner = &class->all[i].learner;
        if (learner->id != NULL || learner->name != NULL || learner->note != NULL)
            return true;
    }
    return false;
}

static void add_learner(struct ll_buf *out, const struct ll_learner *learner)
{
    const char *const texts[] = {learner->id, learner->name,
                                 learner->late ? "late" : NULL, learner->note};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ll_buf_putc(out, ',');
        ll_csv_text(out, texts[i]);
    }
}

static void add_head(struct ll_buf *out, bool learners,
                     const struct ll_strings *columns)
{
    ll_buf_puts(out, "name,score,most,verdict,why");
    ll_buf_puts(out, learners ? ",id,learner,late,note" : "");
    for (size_t i = 0; i < columns->count; i++) {
        ll_buf_putc(out, ',');
        ll_csv_text(out, columns->items[i]);
    }
    for (int kind = 0; kind < LL_KIND_COUNT; kind++)
        ll_buf_addf(out, ",%s", ll_kind_name((enum ll_kind)kind));
    ll_buf_puts(out, "\r\n");
}

/* Append the points of the item `name`; nothing if it is missing or was not judged. */
static void add_item(struct ll_buf *out, const struct ll_graded *graded,
                     const char *name)
{
    for (size_t i = 0; i < graded->count; i++)
        if (strcmp(name_of(&graded->items[i]), name) == 0) {
            if (graded->items[i].verdict == LL_PASS ||
                graded->items[i].verdict == LL_FAIL)
                ll_say_points(out, graded->items[i].points);
            return;
        }
}

static void add_row(struct ll_buf *out, const struct ll_graded *graded, bool learners,
                    const struct ll_strings *columns)
{
    ll_csv_text(out, graded->name);
    ll_buf_putc(out, ',');
    if (ll_graded_is_judged(graded)) /* "not judged" does not mean zero points */
        ll_say_points(out, graded->score);
    ll_buf_putc(out, ',');
    ll_say_points(out, graded->most);
    ll_buf_addf(out, ",%s,", ll_verdict_name(graded->verdict));
    ll_csv_text(out, ll_graded_is_judged(graded) ? NULL : ll_graded_why(graded));
    if (learners)
        add_learner(out, &graded->learner);
    for (size_t i = 0; i < columns->count; i++) {
        ll_buf_putc(out, ',');
        add_item(out, graded, columns->items[i]);
    }
    for (int kind = 0; kind < LL_KIND_COUNT; kind++)
        ll_buf_addf(out, ",%zu", ll_graded_kinds(graded, (enum ll_kind)kind));
    ll_buf_puts(out, "\r\n");
}

static int all(const struct ll_class *class, struct ll_buf *out, struct ll_error *err)
{
    struct ll_strings columns = LL_STRINGS_INIT;
    bool learners = has_learners(class);
    find_columns(class, &columns);
    add_head(out, learners, &columns);
    for (size_t i = 0; i < class->count; i++)
        add_row(out, &class->all[i], learners, &columns);
    bool failed = columns.full || out->full;
    ll_strings_release(&columns);
    return failed ? ll_fail_memory(err) : 0;
}

static int one(const struct ll_graded *graded, struct ll_buf *out, struct ll_error *err)
{
    struct ll_graded alone = *graded;
    const struct ll_class class = {.all = &alone, .count = 1};
    return all(&class, out, err);
}

const struct ll_grade_format ll_grades_csv = {
    .name = "csv", .file = "scores.csv", .one = one, .all = all};
