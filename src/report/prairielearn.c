/* SPDX-License-Identifier: MIT
 *
 * prairielearn: results.json of an external grader.
 *
 * A submission that could not be graded gets `gradable: false`: then the learner loses
 * no attempt. PrairieLearn reads at most 1 MB: long texts are cut until the result
 * fits. */
#include <stdlib.h>

#include "report/grades.h"
#include "report/json_parts.h"

#define FILE_MOST ((size_t)1000 * 1000)
#define TEXT_MOST ((size_t)64 * 1024)
#define TEXT_LEAST ((size_t)64)

static json_t *test_new(const struct ll_graded_item *item, size_t most)
{
    json_t *object = json_object();
    if (ll_json_cut(object, "name", ll_item_title(item), most) &&
        ll_json_real(object, "points", item->points) &&
        ll_json_real(object, "max_points", item->most) &&
        ll_json_cut(object, "message", item->message, most))
        return object;
    json_decref(object);
    return NULL;
}

static bool set_tests(json_t *object, const struct ll_graded *graded, size_t most)
{
    json_t *tests = json_array();
    bool ok = json_object_set_new(object, "tests", tests) == 0;
    size_t count;
    struct ll_graded_item *items = ok ? ll_graded_for_learners(graded, &count) : NULL;
    ok = ok && items != NULL;
    for (size_t i = 0; ok && i < count; i++)
        ok = json_array_append_new(tests, test_new(&items[i], most)) == 0;
    free(items);
    return ok;
}

static bool set_outcome(json_t *object, const struct ll_graded *graded, size_t most)
{
    struct ll_buf said = LL_BUF_INIT;
    ll_graded_say(graded, &said);
    bool judged = ll_graded_is_judged(graded);
    json_t *errors = judged ? NULL : json_array(), *entry = NULL;
    bool ok = !said.full && ll_json_bool(object, "gradable", judged) &&
              ll_json_cut(object, "output", ll_buf_text(&said), most);
    ll_buf_release(&said);
    if (judged)
        return ok && ll_json_real(object, "score", ll_graded_share(graded));
    ok = json_object_set_new(object, "format_errors", errors) == 0 && ok;
    entry = json_object();
    ok = ok && ll_json_cut(entry, "text", ll_graded_why(graded), most) &&
         json_array_append(errors, json_object_get(entry, "text")) == 0;
    json_decref(entry);
    return ok;
}

/* Append the file, with texts of at most `most` bytes; 0: without the tests. */
static int dump(const struct ll_graded *graded, size_t most, struct ll_buf *out,
                struct ll_error *err)
{
    json_t *object = json_object();
    if (!set_outcome(object, graded, most > 0 ? most : TEXT_LEAST) ||
        (most > 0 && ll_graded_is_judged(graded) && !set_tests(object, graded, most))) {
        json_decref(object);
        object = NULL;
    }
    return ll_json_dump(object, out, err);
}

static int one(const struct ll_graded *graded, struct ll_buf *out, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    int result;
    for (size_t most = TEXT_MOST;; most = most > TEXT_LEAST ? most / 2 : 0) {
        ll_buf_clear(&text);
        result = dump(graded, most, &text, err);
        if (result != 0 || text.len <= FILE_MOST || most == 0)
            break;
    }
    if (result == 0 && !ll_buf_add(out, ll_buf_text(&text), text.len))
        result = ll_fail_memory(err);
    ll_buf_release(&text);
    return result;
}

const struct ll_grade_format ll_grades_prairielearn = {
    .name = "prairielearn", .file = "results.json", .one = one};
