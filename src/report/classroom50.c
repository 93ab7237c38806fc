/* SPDX-License-Identifier: MIT
 *
 * classroom50: what leaklab knows of a Classroom 50 result. The script autograder.py
 * adds whose submission it is.
 *
 * All points are whole numbers there: leaklab's own rubrics have no others, and a part
 * of a point is not given. `body` is no part of the schema: autograder.py makes
 * release-body.md of it, which is all that a learner reads. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/grades.h"
#include "report/json_parts.h"
#include "report/layout.h"

#define TEXT_MOST ((size_t)64 * 1024)

static size_t whole(double points)
{
    return points > 0 ? (size_t)floor(points) : 0;
}

static json_t *test_new(const char *name, bool passed, double score, double most,
                        const char *message)
{
    json_t *object = json_object();
    if (ll_json_text(object, "test-name", name) &&
        ll_json_bool(object, "passed", passed) &&
        ll_json_count(object, "score", whole(score < most ? score : most)) &&
        ll_json_count(object, "max-score", whole(most)) &&
        ll_json_cut(object, "message", message, TEXT_MOST))
        return object;
    json_decref(object);
    return NULL;
}

/* A submission that was not judged has one test, which failed: with none, it would be
 * shown as passed. */
static bool add_tests(json_t *tests, const struct ll_graded *graded)
{
    if (!ll_graded_is_judged(graded))
        return json_array_append_new(tests,
                                     test_new("could be graded", false, 0, graded->most,
                                              ll_graded_why(graded))) == 0;
    size_t count;
    struct ll_graded_item *items = ll_graded_for_learners(graded, &count);
    bool ok = items != NULL;
    for (size_t i = 0; ok && i < count; i++)
        ok =
            json_array_append_new(
                tests, test_new(ll_item_title(&items[i]), items[i].verdict == LL_PASS,
                                items[i].points, items[i].most, items[i].message)) == 0;
    free(items);
    return ok;
}

/* Append ``` as often as no line of `text` has it. */
static void add_fence(struct ll_buf *out, const char *text)
{
    size_t longest = 2;
    for (const char *c = text; *c != '\0'; c++) {
        size_t run = strspn(c, "`");
        longest = run > longest ? run : longest;
        c += run > 0 ? run - 1 : 0;
    }
    for (size_t i = 0; i <= longest; i++)
        ll_buf_putc(out, '`');
    ll_buf_putc(out, '\n');
}

/* The feedback as Markdown: a block of code, so that nothing in it is Markdown. */
static bool set_body(json_t *object, const struct ll_graded *graded)
{
    struct ll_buf said = LL_BUF_INIT, cut = LL_BUF_INIT, body = LL_BUF_INIT;
    bool ok = ll_grades_feedback.one(graded, &said, NULL) == 0;
    ll_clean_cut(&cut, ll_buf_text(&said), TEXT_MOST);
    add_fence(&body, ll_buf_text(&cut));
    ll_buf_puts(&body, ll_buf_text(&cut));
    if (cut.len > 0 && cut.data[cut.len - 1] != '\n')
        ll_buf_putc(&body, '\n');
    add_fence(&body, ll_buf_text(&cut));
    ok = ok && !cut.full && ll_json_pour(object, "body", &body);
    ll_buf_release(&said);
    ll_buf_release(&cut);
    ll_buf_release(&body);
    return ok;
}

static int one(const struct ll_graded *graded, struct ll_buf *out, struct ll_error *err)
{
    json_t *object = json_object(), *tests = json_array();
    bool ok = json_object_set_new(object, "tests", tests) == 0;
    bool judged = ll_graded_is_judged(graded);
    ok = ok && ll_json_text(object, "schema", "classroom50/result/v1") &&
         ll_json_count(object, "score", judged ? whole(graded->score) : 0) &&
         ll_json_count(object, "max-score", whole(graded->most)) &&
         add_tests(tests, graded) && set_body(object, graded);
    if (!ok) {
        json_decref(object);
        object = NULL;
    }
    return ll_json_dump(object, out, err);
}

const struct ll_grade_format ll_grades_classroom50 = {
    .name = "classroom50", .file = "result.json", .one = one};
