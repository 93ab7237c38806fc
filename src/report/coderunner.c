/* SPDX-License-Identifier: MIT
 *
 * coderunner: what a combinator template grader of Moodle's CodeRunner prints.
 *
 * CodeRunner refuses a key that it does not know. Cells of the table are shown as plain
 * text (%s); prologuehtml and epiloguehtml are HTML. Without `fraction`, CodeRunner
 * shows an error: so it is told that the grader failed. */
#include <stdlib.h>

#include "report/grades.h"
#include "report/json_parts.h"
#include "report/layout.h"

#define TEXT_MOST ((size_t)64 * 1024)

/* Append `text` as HTML that shows it as it is. */
static void add_html(struct ll_buf *out, const char *text)
{
    struct ll_buf clean = LL_BUF_INIT;
    ll_clean_cut(&clean, text, TEXT_MOST);
    for (const char *c = ll_buf_text(&clean); *c != '\0'; c++)
        switch (*c) {
        case '&':
            ll_buf_puts(out, "&amp;");
            break;
        case '<':
            ll_buf_puts(out, "&lt;");
            break;
        case '>':
            ll_buf_puts(out, "&gt;");
            break;
        default:
            ll_buf_putc(out, *c);
        }
    out->full |= clean.full;
    ll_buf_release(&clean);
}

static bool set_html(json_t *object, const char *key, const char *before,
                     const char *text, const char *after)
{
    struct ll_buf html = LL_BUF_INIT;
    ll_buf_puts(&html, before);
    add_html(&html, text);
    ll_buf_puts(&html, after);
    return ll_json_pour(object, key, &html);
}

static bool add_cell(json_t *row, const char *text)
{
    json_t *cell = json_object();
    bool ok = ll_json_cut(cell, "text", text, TEXT_MOST) &&
              json_array_append(row, json_object_get(cell, "text")) == 0;
    json_decref(cell);
    return ok;
}

static json_t *row_new(const struct ll_graded_item *item)
{
    struct ll_buf points = LL_BUF_INIT;
    ll_say_points(&points, item->points);
    ll_buf_puts(&points, " of ");
    ll_say_points(&points, item->most);
    json_t *row = json_array();
    bool ok = !points.full &&
              json_array_append_new(row, json_integer(item->verdict == LL_PASS)) == 0 &&
              add_cell(row, ll_item_title(item)) &&
              add_cell(row, ll_buf_text(&points)) &&
              add_cell(row, item->message != NULL ? item->message : "");
    ll_buf_release(&points);
    if (ok)
        return row;
    json_decref(row);
    return NULL;
}

static bool set_table(json_t *object, const struct ll_graded *graded)
{
    size_t count;
    struct ll_graded_item *items = ll_graded_for_learners(graded, &count);
    json_t *rows =
        json_pack("[[s, s, s, s]]", "iscorrect", "Test", "Points", "What is wrong");
    bool ok = json_object_set_new(object, "testresults", rows) == 0 && items != NULL;
    for (size_t i = 0; ok && i < count; i++)
        ok = json_array_append_new(rows, row_new(&items[i])) == 0;
    free(items);
    return ok && json_object_set_new(object, "columnformats",
                                     json_pack("[s, s, s]", "%s", "%s", "%s")) == 0;
}

static int one(const struct ll_graded *graded, struct ll_buf *out, struct ll_error *err)
{
    json_t *object = json_object();
    bool ok = object != NULL;
    if (graded->verdict != LL_HARNESS_ERROR)
        ok = ll_json_real(object, "fraction",
                          ll_graded_is_judged(graded) ? ll_graded_share(graded) : 0);
    if (ll_graded_is_judged(graded)) {
        ok = ok && set_table(object, graded);
    } else {
        struct ll_buf lead = LL_BUF_INIT;
        ll_graded_lead(graded, &lead);
        ok = ok && !lead.full &&
             set_html(object, "prologuehtml", "<p>", ll_buf_text(&lead), "</p>");
        ll_buf_release(&lead);
    }
    if (graded->explanation != NULL && graded->explanation[0] != '\0')
        ok = ok &&
             set_html(object, "epiloguehtml", "<pre>", graded->explanation, "</pre>");
    if (!ok) {
        json_decref(object);
        object = NULL;
    }
    return ll_json_dump(object, out, err);
}

const struct ll_grade_format ll_grades_coderunner = {
    .name = "coderunner", .file = "result.json", .one = one};
