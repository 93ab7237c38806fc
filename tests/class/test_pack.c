/* SPDX-License-Identifier: MIT
 *
 * A grade as JSON and back. (Not swept: jansson 2.14 crashes when memory runs out.) */
#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "class/graded_json.h"
#include "support/suite.h"

static struct ll_error err;

static int fill(struct ll_graded *graded)
{
    const struct ll_graded_item item = {.name = (char *)"t\xff",
                                        .title = (char *)"a test",
                                        .points = 1.5,
                                        .most = 3,
                                        .verdict = LL_FAIL,
                                        .message = (char *)"no"};
    struct ll_diag diag;
    *graded = (struct ll_graded){.verdict = LL_FAIL, .lesson = 3, .in_process = true};
    graded->name = strdup("ann");
    graded->file = strdup("/class/ann.c");
    if (graded->name == NULL || ll_graded_add(graded, &item, &err) != 0)
        return -1;
    const struct ll_value value = {.name = (char *)"n", .value = (char *)"3"};
    struct ll_call *call;
    ll_diag_init(&diag, LL_DOUBLE_FREE);
    if (!ll_stack_add(&diag.at, "f", "a.c", 7, 2, NULL) ||
        !ll_stack_add(&diag.at, "main", "a.c", 9, 4, NULL) ||
        !ll_values_add(&diag.values, &value) ||
        (call = ll_path_add(&diag.path, "main")) == NULL ||
        !ll_values_add(&call->arguments, &value) ||
        !ll_diag_add_witness(&diag, "memcheck", "raw")) {
        ll_diag_release(&diag);
        return -1;
    }
    return ll_diags_add(&graded->diags, &diag, &err);
}

START_TEST(a_grade_survives_the_way_to_json_and_back)
{
    struct ll_graded graded, back;
    char *text = NULL, *again = NULL;
    bool same = false;
    if (fill(&graded) == 0 && (text = ll_graded_to_json(&graded)) != NULL &&
        ll_graded_from_json(&back, text)) {
        again = ll_graded_to_json(&back);
        same =
            again != NULL && strcmp(text, again) == 0 && back.count == 1 &&
            back.items[0].points == 1.5 && back.file != NULL && back.in_process &&
            back.why == NULL && back.diags.items[0].at.frames[0].line == 7 &&
            back.diags.items[0].at.frames[1].line == 9 &&
            ll_values_find(&back.diags.items[0].values, "n") != NULL &&
            ll_values_find(&back.diags.items[0].path.calls[0].arguments, "n") != NULL;
        ll_graded_release(&back);
    }
    ll_graded_release(&graded);
    free(text);
    free(again);
    ck_assert(same);
}
END_TEST

START_TEST(a_grade_of_an_older_leaklab_names_no_file)
{
    struct ll_graded graded, back = {0};
    ck_assert_int_eq(fill(&graded), 0);
    char *text = ll_graded_to_json(&graded);
    json_t *json = text != NULL ? json_loads(text, 0, NULL) : NULL;
    free(text);
    ck_assert_int_eq(json_object_del(json, "file"), 0);
    text = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    bool taken = text != NULL && ll_graded_from_json(&back, text);
    ck_assert(taken);
    ck_assert_ptr_null(back.file);
    ck_assert_str_eq(back.name, "ann");
    ll_graded_release(&back);
    ll_graded_release(&graded);
    free(text);
}
END_TEST

START_TEST(other_text_is_not_read_as_a_grade)
{
    static const char *const odd[] = {"", "{}", "[1]", "{\"name\":\"ann\"}", "\xff"};
    struct ll_graded graded;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        ck_assert(!ll_graded_from_json(&graded, odd[i]));
        ck_assert_ptr_null(graded.name);
    }
    /* A verdict that there is not must not come in. */
    ck_assert_int_eq(fill(&graded), 0);
    graded.verdict = (enum ll_verdict)4;
    char *text = ll_graded_to_json(&graded);
    bool taken = text != NULL && ll_graded_from_json(&(struct ll_graded){0}, text);
    free(text);
    ll_graded_release(&graded);
    ck_assert(!taken);
}
END_TEST

/* Replace the first `from` in the JSON of a grade, and read it. */
static bool is_read_with(const char *from, const char *to)
{
    struct ll_graded graded, back;
    bool taken = false;
    ck_assert_int_eq(fill(&graded), 0);
    char *text = ll_graded_to_json(&graded), *changed = NULL;
    char *at = text == NULL ? NULL : strstr(text, from);
    ck_assert_ptr_nonnull(at);
    ck_assert_int_gt(
        asprintf(&changed, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from)),
        0);
    taken = ll_graded_from_json(&back, changed);
    if (taken)
        ll_graded_release(&back);
    free(changed);
    free(text);
    ll_graded_release(&graded);
    return taken;
}

/* Others may have written results.db: its numbers are looked up in tables. */
START_TEST(a_number_beyond_its_table_is_not_read)
{
    ck_assert(is_read_with("\"misuse\":0", "\"misuse\":1"));
    ck_assert(!is_read_with("\"kind\":0", "\"kind\":4"));  /* of the item */
    ck_assert(!is_read_with("\"kind\":8", "\"kind\":99")); /* of the fault */
    ck_assert(!is_read_with("\"misuse\":0", "\"misuse\":99"));
    ck_assert(!is_read_with("\"how\":0", "\"how\":99"));
    ck_assert(!is_read_with("\"place.region\":0", "\"place.region\":99"));
    ck_assert(!is_read_with("\"place.position\":0", "\"place.position\":-1"));
}
END_TEST

START_TEST(a_value_or_a_call_without_a_name_is_not_read)
{
    ck_assert(is_read_with("\"value\":\"3\"", "\"value\":null"));
    ck_assert(!is_read_with("\"name\":\"n\"", "\"name\":null"));
    ck_assert(!is_read_with("\"path\":[{\"function\":\"main\"",
                            "\"path\":[{\"function\":null"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pack");
    TCase *tests = case_create("pack");
    tcase_add_test(tests, a_grade_survives_the_way_to_json_and_back);
    tcase_add_test(tests, a_grade_of_an_older_leaklab_names_no_file);
    tcase_add_test(tests, other_text_is_not_read_as_a_grade);
    tcase_add_test(tests, a_number_beyond_its_table_is_not_read);
    tcase_add_test(tests, a_value_or_a_call_without_a_name_is_not_read);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
