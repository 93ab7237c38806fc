/* SPDX-License-Identifier: MIT
 *
 * What lastptr tells becomes part of the diagnosis that the other tools made. That it
 * tells the truth is tested in lastptr/. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/home.h"
#include "base/path.h"
#include "diag/explain.h"
#include "support/labelled.h"
#include "support/suite.h"

/* Programs of lastptr/programs; their labels are @alloc and @lost. */
static const struct {
    const char *program;
    enum ll_loss how;
    const char *variable;
} cases[] = {
    {"overwrite_local", LL_LOSS_OVERWRITTEN, "p"},
    {"realloc_field_fails", LL_LOSS_OVERWRITTEN, "series->data"},
    {"scope_end_function", LL_LOSS_SCOPE_END, "copy"},
    {"return_ignored", LL_LOSS_RETURN_IGNORED, NULL},
    {"struct_freed", LL_LOSS_CONTAINER_FREED, "person->name"},
    {"longjmp_over", LL_LOSS_LONGJMP, "buffer"},
};

/* What is told of the variables, and of the calls if there are more than main's. */
static const struct {
    const char *program;
    const char *values[3];
    const char *path;
} held[] = {
    {"overwrite_array_slot", {"names[2] = NULL", "i = 2"}, ""},
    {"realloc_field_fails",
     {"series->data = NULL", "size = 9223372036854775808"},
     "main → series_resize(series = `series` of main, size = 9223372036854775808)"},
    {"early_return_nested",
     {"i = 6", "j = 7", "size = 10"},
     "main → search(size = 10)"},
    {"scope_end_function",
     {"copy = \"some text\""},
     "main → show(text = \"some text\")"},
    {"strdup_overwritten", {"name = \"Bob\""}, ""},
    {"overwrite_global_field", {"config.log.name = NULL"}, ""},
    {"overwrite_union", {"value.number = 7"}, ""},
    {"longjmp_over", {NULL}, "main → parse() → fail()"},
    {"return_ignored_in_loop",
     {"text = \"lost\"", "i = 0", "count = 3"},
     "main → copy_all(text = \"lost\", count = 3)"},
    {"losses_that_are_void", {"p = NULL", "i = 2"}, ""},
};

/* Run `program` under memcheck and AddressSanitizer, and explain what it lost. */
static void look_at(const char *program)
{
    run_labelled("lastptr/programs", program, both);
}

static const struct ll_diag *leak(void)
{
    for (size_t i = 0; i < result.diags.count; i++)
        if (ll_kind_is_leak(result.diags.items[i].kind))
            return &result.diags.items[i];
    ck_abort_msg("no leak was seen");
    return NULL;
}

START_TEST(a_loss_is_part_of_the_diagnosis)
{
    look_at(cases[_i].program);
    ck_assert_uint_eq(result.run_count, 3);
    const struct ll_diag *diag = leak();
    ck_assert_uint_eq(diag->witness_count, 3);
    ck_assert_int_eq(diag->how, cases[_i].how);
    ck_assert(!diag->approximate);
    if (cases[_i].variable == NULL)
        ck_assert_ptr_null(diag->variable);
    else
        ck_assert_str_eq(diag->variable, cases[_i].variable);
    ck_assert_uint_eq(own_line(&diag->lost), line_of("lost"));
    ck_assert_uint_eq(own_line(&diag->allocated), line_of("alloc"));

    struct ll_buf words = LL_BUF_INIT;
    ll_explain_diag(diag, &words);
    if (cases[_i].variable != NULL)
        ck_assert_ptr_nonnull(strstr(ll_buf_text(&words), cases[_i].variable));
    ll_buf_release(&words);
}
END_TEST

static bool says(const struct ll_value_list *values, const char *wanted)
{
    bool found = false;
    for (size_t i = 0; i < values->count && !found; i++) {
        struct ll_buf words = LL_BUF_INIT;
        ll_value_say(&values->items[i], &words);
        found = strcmp(ll_buf_text(&words), wanted) == 0;
        ll_buf_release(&words);
    }
    return found;
}

START_TEST(a_loss_tells_what_variables_held_and_the_calls)
{
    look_at(held[_i].program);
    const struct ll_diag *diag = leak();
    struct ll_buf path = LL_BUF_INIT;
    for (size_t i = 0; i < 3 && held[_i].values[i] != NULL; i++)
        ck_assert_msg(says(&diag->values, held[_i].values[i]), "%s is not told",
                      held[_i].values[i]);
    ll_path_say(&diag->path, &path);
    ck_assert_str_eq(ll_buf_text(&path), held[_i].path);
    ll_buf_release(&path);
}
END_TEST

/* Of the first, the bytes are never set: they are not told as a text. The second lies
 * in an array of variable length. */
static const struct {
    const char *program, *name;
} blocks[] = {{"overwrite_local", "p"}, {"vla_scope_end", "rows[2]"}};

START_TEST(a_pointer_to_a_block_is_told_by_its_allocation)
{
    look_at(blocks[_i].program);
    const struct ll_value *value = ll_values_find(&leak()->values, blocks[_i].name);
    ck_assert_ptr_nonnull(value);
    ck_assert_ptr_nonnull(value->value);
    ck_assert_ptr_nonnull(strstr(value->value, "the block of line "));
}
END_TEST

START_TEST(each_loss_has_its_own_values)
{
    look_at("two_blocks_lost_on_one_line");
    ck_assert_uint_eq(result.diags.count, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct ll_diag *diag = &result.diags.items[i];
        ck_assert(says(&diag->values, diag->bytes == 5 ? "i = 0" : "i = 1"));
    }
}
END_TEST

START_TEST(nothing_is_looked_at_twice_without_need)
{
    look_at("longjmp_kept");
    ck_assert_int_eq(result.verdict, LL_PASS);
    ck_assert_uint_eq(result.run_count, 2);
}
END_TEST

/* The first leak that lastptr explains. In optimised code AddressSanitizer may see one
 * leak where Valgrind's tools see two. */
static const struct ll_diag *explained_leak(void)
{
    for (size_t i = 0; i < result.diags.count; i++)
        if (ll_diag_seen_by(&result.diags.items[i], "lastptr"))
            return &result.diags.items[i];
    ck_abort_msg("lastptr has seen no leak");
    return NULL;
}

/* The flags of a subject come after the tool's. */
START_TEST(an_answer_about_optimised_code_is_called_approximate)
{
    ll_strings_add(&subject.cflags, "-O2");
    look_at("tree_root_lost");
    ck_assert(explained_leak()->approximate);
    ck_assert_int_eq(explained_leak()->how, LL_LOSS_UNKNOWN);
    ck_assert_ptr_null(explained_leak()->variable);
    struct ll_buf words = LL_BUF_INIT;
    ll_explain_diag(explained_leak(), &words);
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&words), "had optimised the program"));
    ll_buf_release(&words);
}
END_TEST

/* Isolated programs name a folder that is not there. The line of the return statement
 * is found all the same, by whoever can read the source. */
START_TEST(a_return_is_found_where_the_tool_cannot_read_the_source)
{
    static const char *const programs[] = {"early_return_void", "early_return",
                                           "scope_end_function"};
    ll_strings_add(&subject.cflags, "-fdebug-prefix-map=" LL_TESTS_DIR "=/elsewhere");
    subject.compiled_in = "/elsewhere/lastptr/programs";
    look_at(programs[_i]);
    ck_assert_uint_eq(own_line(&leak()->lost), line_of("lost"));
}
END_TEST

/* Each return statement that loses a block is a place of its own. Where the tool cannot
 * read the source, it tells two ways to a function's end apart: they become one. */
START_TEST(losses_at_two_returns_are_two_faults)
{
    static const struct {
        const char *alloc, *lost, *value;
        unsigned blocks;
    } places[] = {{"alloc", "lost", "text[0] = '\\0'", 2},
                  {"alloc", "lost2", "text[0] = '?'", 1},
                  {"alloc2", "lost3", "c = 0", 2},
                  {"alloc3", "lost4", NULL, 2}};
    if (_i == 1) {
        ll_strings_add(&subject.cflags,
                       "-fdebug-prefix-map=" LL_TESTS_DIR "=/elsewhere");
        subject.compiled_in = "/elsewhere/lastptr/programs";
    }
    look_at("early_returns");
    ck_assert_uint_eq(result.diags.count, 4);
    for (size_t i = 0; i < 4; i++) {
        const struct ll_diag *diag = NULL;
        for (size_t k = 0; k < 4 && diag == NULL; k++)
            if (own_line(&result.diags.items[k].lost) == line_of(places[i].lost))
                diag = &result.diags.items[k];
        ck_assert_msg(diag != NULL, "nothing is lost at @%s", places[i].lost);
        ck_assert_uint_eq(own_line(&diag->allocated), line_of(places[i].alloc));
        ck_assert_uint_eq(diag->blocks, places[i].blocks);
        ck_assert_msg(_i == 1 || !places[i].value ||
                          says(&diag->values, places[i].value),
                      "%s is not told", places[i].value);
    }
}
END_TEST

/* The tool has a copy of Valgrind's core, which takes files from the Valgrind that is
 * installed. */
START_TEST(a_tool_of_another_valgrind_is_not_used)
{
    static const char script[] = "#!/bin/sh\necho valgrind-9.9.9\n";
    char *bin = ll_path_temp_dir(&err);
    ck_assert_ptr_nonnull(bin);
    char *other = ll_path_join(bin, "valgrind");
    ck_assert_ptr_nonnull(other);
    ck_assert_int_eq(ll_file_write(other, script, strlen(script), &err), 0);
    ck_assert_int_eq(chmod(other, 0755), 0);
    ck_assert_int_eq(setenv("PATH", bin, 1), 0);
    ck_assert_ptr_null(ll_tool_find("lastptr")->version(&err));
    ck_assert_msg(
        strstr(err.text, "this machine has valgrind-9.9.9: build leaklab anew"), "%s",
        err.text);
    ll_path_remove_tree(bin);
    free(other);
    free(bin);
}
END_TEST

int main(void)
{
    char *built = ll_home_built("lastptr", NULL);
    if (built == NULL)
        return skip_suite("lastptr was not built");
    free(built);
    Suite *suite = suite_create("lastptr");
    TCase *tcase = case_create("losses");
    tcase_add_checked_fixture(tcase, labelled_setup, labelled_teardown);
    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, a_loss_is_part_of_the_diagnosis, 0,
                        sizeof cases / sizeof cases[0]);
    tcase_add_loop_test(tcase, a_loss_tells_what_variables_held_and_the_calls, 0,
                        sizeof held / sizeof held[0]);
    tcase_add_loop_test(tcase, a_pointer_to_a_block_is_told_by_its_allocation, 0,
                        sizeof blocks / sizeof blocks[0]);
    tcase_add_test(tcase, each_loss_has_its_own_values);
    tcase_add_test(tcase, nothing_is_looked_at_twice_without_need);
    tcase_add_loop_test(tcase, a_return_is_found_where_the_tool_cannot_read_the_source,
                        0, 3);
    tcase_add_loop_test(tcase, losses_at_two_returns_are_two_faults, 0, 2);
    tcase_add_test(tcase, a_tool_of_another_valgrind_is_not_used);
    tcase_add_test(tcase, an_answer_about_optimised_code_is_called_approximate);
    return suite_run(suite);
}
