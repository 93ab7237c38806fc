/* SPDX-License-Identifier: MIT
 *
 * What is written for authors: parts of a manifest, and a new lesson's files. */
#include "author/skeleton.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/path.h"
#include "lesson/yaml.h"
#include "support/suite.h"

static char *parent, *folder; /* the latter with a lesson's name */

static void make_folder(void)
{
    parent = ll_path_temp_dir(NULL);
    ck_assert_ptr_nonnull(parent);
    folder = ll_path_join(parent, "03-case");
    ck_assert_ptr_nonnull(folder);
    ck_assert_int_eq(mkdir(folder, 0777), 0);
}

static void remove_folder(void)
{
    ll_path_remove_tree(parent);
    free(folder);
    free(parent);
}

START_TEST(yaml_is_written)
{
    struct ll_buf out = LL_BUF_INIT;
    char kind[] = "definitely-lost", label[] = "alloc", function[] = "series_new",
         variable[] = "series->data", star[] = "*it's", how[] = "overwritten";
    struct ll_expected_place allocated = {.label = label, .function = function};
    struct ll_expected_place lost = {
        .label = label, .function = function, .variable = variable, .how = how};
    struct ll_expected_place at = {.variable = star}, nothing = {0};
    struct ll_expectation expect = {.kind = kind,
                                    .bytes = 32,
                                    .at = &at,
                                    .allocated = &allocated,
                                    .freed = &nothing,
                                    .lost = &lost};
    ll_yaml_expectation(&out, 10, &expect);
    ll_yaml_words(
        &out, 6, "why",
        "Words that are so many that they take more than a line of eighty-eight "
        "characters.\nAnd another.");
    ck_assert_str_eq(
        ll_buf_text(&out),
        "          kind: definitely-lost\n"
        "          bytes: 32\n"
        "          at: {variable: '*it''s'}\n"
        "          allocated: {label: alloc, function: series_new}\n"
        "          lost: {label: alloc, function: series_new, variable: series->data,\n"
        "                 how: overwritten}\n"
        "      why: >-\n"
        "        Words that are so many that they take more than a line of "
        "eighty-eight\n"
        "        characters.\n"
        "\n"
        "        And another.\n");
    ll_buf_release(&out);
}
END_TEST

/* What is left out by a choice leaves no trace. */
START_TEST(a_skeleton_is_written)
{
    static const char *const tools[] = {"memcheck", "asan", NULL};
    struct ll_error err = {0};
    struct ll_strings findings = LL_STRINGS_INIT;
    struct ll_skeleton skeleton = {.templates = LL_SOURCE_DIR "/src/author/templates",
                                   .title = "A \\ and a \"",
                                   .kind = LL_DEFINITELY_LOST,
                                   .tools = tools,
                                   .exercises = {[LL_DIAGNOSE] = true}};
    ck_assert(ll_skeleton_has(LL_DEFINITELY_LOST));
    ck_assert(!ll_skeleton_has(LL_OVERLAP));
    ck_assert_msg(ll_skeleton_write(&skeleton, folder, &err) == 0, "%s", err.text);
    struct ll_lesson *lesson = ll_lesson_load(folder, &err);
    ck_assert_msg(lesson != NULL, "%s:%d: %s", err.file, err.line, err.text);
    ck_assert_str_eq(lesson->manifest->title, skeleton.title);
    ck_assert_uint_eq(lesson->manifest->exercises_count, 1);
    const struct ll_exercise *exercise = lesson->manifest->exercises;
    ck_assert_str_eq(exercise->asks[exercise->asks_count - 1],
                     "allocated"); /* no lost */
    ck_assert_int_eq(ll_lesson_check(lesson, tools, &findings, &err), 0);
    for (size_t i = 0; i < findings.count; i++) /* nothing true is expected yet */
        ck_assert_msg(strstr(findings.items[i], "'asan'") != NULL ||
                          strstr(findings.items[i], "no expectation uses") != NULL,
                      "%s", findings.items[i]);
    static const char *const texts[] = {"README.md", "hints.md", "answers.yml",
                                        "suspect.c", "calls.h"};
    static const char *const others[] = {"exercise.c", "write.c", "lost:", "visits",
                                         "@",          "days",    "\n\n\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *path = ll_path_join(folder, texts[i]);
        struct ll_buf text = LL_BUF_INIT;
        ck_assert_ptr_nonnull(path);
        ck_assert_int_eq(ll_file_read(path, 1 << 20, &text, &err), 0);
        for (size_t j = 0; j < sizeof others / sizeof *others; j++)
            ck_assert_msg(strstr(ll_buf_text(&text), others[j]) == NULL ||
                              (i == 0 && j == 3),
                          "%s: %s", texts[i], others[j]);
        ll_buf_release(&text);
        free(path);
    }
    ll_strings_release(&findings);
    ll_lesson_free(lesson);

    skeleton.templates = "/nowhere";
    ck_assert_int_eq(ll_skeleton_write(&skeleton, folder, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "cannot open '/nowhere/visits.h'"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("skeleton");
    TCase *tcase = case_create("skeleton");
    tcase_add_checked_fixture(tcase, make_folder, remove_folder);
    tcase_add_test(tcase, yaml_is_written);
    tcase_add_test(tcase, a_skeleton_is_written);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
