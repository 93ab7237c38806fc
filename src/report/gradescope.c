/* SPDX-License-Identifier: MIT
 *
 * gradescope: results.json, as a Gradescope autograder writes it. */
#include "report/grades.h"
#include "report/json_parts.h"

static json_t *item_new(const struct ll_graded_item *item, size_t number)
{
    json_t *object = json_object(), *tags = json_array();
    bool ok = json_object_set_new(object, "tags", tags) == 0;
    char name[32];
    snprintf(name, sizeof name, "%zu", number);
    ok = ok &&
         json_array_append_new(tags, json_string(ll_item_kind_name(item->kind))) == 0 &&
         ll_json_text(object, "number", name) &&
         ll_json_text(object, "name", ll_item_title(item)) &&
         ll_json_real(object, "score", item->points) &&
         ll_json_real(object, "max_score", item->most) &&
         ll_json_text(object, "status",
                      item->verdict == LL_PASS ? "passed" : "failed") &&
         ll_json_text(object, "output", item->message) &&
         ll_json_text(object, "visibility",
                      item->hidden ? "after_published" : "visible");
    if (ok)
        return object;
    json_decref(object);
    return NULL;
}

/* Data that an instructor may search for in the results that Gradescope exports. */
static bool set_extra(json_t *object, const struct ll_graded *graded)
{
    json_t *extra = json_object(), *kinds = json_object();
    bool ok = json_object_set_new(extra, "faults", kinds) == 0;
    for (int i = 0; ok && i < LL_KIND_COUNT; i++)
        ok = ll_json_number(kinds, ll_kind_name((enum ll_kind)i),
                            ll_graded_kinds(graded, (enum ll_kind)i));
    ok = ok && ll_json_text(extra, "verdict", ll_verdict_name(graded->verdict)) &&
         ll_json_text(extra, "digest", graded->digest);
    if (!ok) {
        json_decref(extra);
        return false;
    }
    return json_object_set_new(object, "extra_data", extra) == 0;
}

static bool set_output(json_t *object, const struct ll_graded *graded)
{
    struct ll_buf said = LL_BUF_INIT;
    ll_graded_say(graded, &said);
    return ll_json_pour(object, "output", &said);
}

static int one(const struct ll_graded *graded, struct ll_buf *out, struct ll_error *err)
{
    json_t *object = json_object(), *tests = json_array();
    bool ok = json_object_set_new(object, "tests", tests) == 0;
    bool judged = ll_graded_is_judged(graded);
    ok = ok && ll_json_real(object, "score", judged ? graded->score : 0) &&
         ll_json_real(object, "execution_time", graded->seconds) &&
         set_output(object, graded) && ll_json_text(object, "output_format", "text") &&
         ll_json_text(object, "test_output_format", "text") &&
         ll_json_text(object, "test_name_format", "text") &&
         ll_json_text(object, "visibility", "visible") &&
         ll_json_text(object, "stdout_visibility", "hidden") &&
         set_extra(object, graded);
    /* Without items: a list of tests with 0 points each would look like a grade. */
    for (size_t i = 0; ok && judged && i < graded->count; i++)
        ok = json_array_append_new(tests, item_new(&graded->items[i], i + 1)) == 0;
    if (!ok) {
        json_decref(object);
        object = NULL;
    }
    return ll_json_dump(object, out, err);
}

const struct ll_grade_format ll_grades_gradescope = {
    .name = "gradescope", .file = "results.json", .one = one};
