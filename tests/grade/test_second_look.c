/* SPDX-License-Identifier: MIT
 *
 * The second look at unset values adds words, and tells no submission what is hidden.
 */
#include "grade/second_look.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "grade/grader.h"
#include "support/programs.h"
#include "support/suite.h"

static struct ll_lesson *lesson;
static struct ll_grader *grader;

static const struct ll_grade_options options = {
    .gate = true,
    .allow_weak_isolation = true,
    .limits = {.wall_seconds = 10, .cpu_seconds = 10, .output_bytes = 1 << 20},
};

/* Lesson 3 without its sweep, which no second look belongs to, and its grader: made
 * once for all tests. Submissions are files in `folder`. */
static void setup(void)
{
    char *line = NULL;
    folder = ll_path_temp_dir(&err);
    ck_assert_ptr_nonnull(folder);
    char *copy = in_folder("03-lost-realloc");
    ck_assert_int_gt(asprintf(&line,
                              "cp -r " LL_SOURCE_DIR "/lessons/03-lost-realloc %s &&"
                              "sed -i '/sweep: true/d' %s/lesson.yml",
                              copy, copy),
                     0);
    ck_assert_int_eq(system(line), 0);
    lesson = ll_lesson_load(copy, &err);
    ck_assert_msg(lesson != NULL, "%s", err.text);
    grader = ll_grader_new(lesson, &options, &err);
    ck_assert_msg(grader != NULL, "%s", err.text);
    free(line);
    free(copy);
}

static void teardown(void)
{
    ll_grader_free(grader);
    ll_lesson_free(lesson);
    ll_path_remove_tree(folder);
    free(folder);
}

/* The lesson's solution with `line` at the begin of the function that the driver calls
 * first. */
static char *submission(const char *line)
{
    static const char begin[] = "    builder->text = malloc(FIRST_CAPACITY);";
    struct ll_buf source = LL_BUF_INIT, text = LL_BUF_INIT;
    char *from = ll_path_join(lesson->folder, "solution.c");
    char *path = in_folder("exercise.c");
    ck_assert_int_eq(ll_file_read(from, 1 << 20, &source, &err), 0);
    const char *at = strstr(ll_buf_text(&source), begin);
    ck_assert_ptr_nonnull(at);
    ll_buf_addf(&text, "%.*s%s\n%s", (int)(at - ll_buf_text(&source)),
                ll_buf_text(&source), line, at);
    ck_assert_int_eq(ll_file_write(path, ll_buf_text(&text), text.len, &err), 0);
    ll_buf_release(&text);
    ll_buf_release(&source);
    free(from);
    return path;
}

static void grade(char *path, struct ll_graded *graded)
{
    struct ll_intake intake;
    struct ll_buf why = LL_BUF_INIT;
    ck_assert_int_eq(ll_intake_read(path, "", false, "/nowhere", &intake, &why, &err),
                     0);
    ck_assert_msg(ll_grader_grade(grader, "ann", &intake, graded, &err) == 0, "%s",
                  err.text);
    ll_intake_release(&intake);
    free(path);
}

/* The program has a value that is never set, in `mark`. */
#define UNSET "int mark; if (mark > 3) builder->length = 0;"

START_TEST(an_unset_value_has_its_name_in_a_grade)
{
    struct ll_graded graded;
    char *version = ll_tool_find("msan")->version(&err);
    if (version == NULL) {
        skip("%s", err.text);
        return;
    }
    free(version);
    grade(submission(UNSET), &graded);
    ck_assert_msg(strstr(graded.explanation, "`mark` was used before it was set"), "%s",
                  graded.explanation);
    ck_assert_msg(strstr(graded.explanation, "MemorySanitizer"), "%s",
                  graded.explanation);
    ll_graded_release(&graded);
}
END_TEST

/* What only the second look's compiler sees. */
static const char *const only_there[] = {
    "for (;;) ;", "abort();", "*(volatile int *)8 = 1;", "exit(0);", "malloc(7);",
};

static void assert_same_points(const struct ll_graded *honest, const char *there)
{
    struct ll_buf line = LL_BUF_INIT;
    struct ll_graded other;
    ll_buf_addf(&line, "\n#ifdef __clang__\n%s\n#endif\n" UNSET, there);
    grade(submission(ll_buf_text(&line)), &other);
    ck_assert_msg(honest->score == other.score, "%s: %g points", there, other.score);
    ck_assert_int_eq(honest->verdict, other.verdict);
    ck_assert_uint_eq(honest->diags.count, other.diags.count);
    for (size_t i = 0; i < honest->diags.count; i++)
        ck_assert_int_eq(honest->diags.items[i].kind, other.diags.items[i].kind);
    ll_graded_release(&other);
    ll_buf_release(&line);
}

/* Whatever a submission does there, the points are the same. */
START_TEST(what_happens_in_a_second_look_costs_no_points)
{
    struct ll_graded honest;
    grade(submission(UNSET), &honest);
    for (size_t i = 0; i < sizeof only_there / sizeof *only_there; i++)
        assert_same_points(&honest, only_there[i]);
    ll_graded_release(&honest);
}
END_TEST

/* It can read its own source, the driver and the headers. */
START_TEST(a_second_look_has_no_tests_to_read)
{
    struct ll_harness harness = {0};
    struct ll_lesson_copy copy = {0};
    struct ll_intake intake;
    struct ll_buf why = LL_BUF_INIT;
    char *path = submission(UNSET);
    const struct ll_exercise *exercise = ll_lesson_exercise(lesson, NULL, &err);
    ck_assert_int_eq(ll_harness_make(lesson, exercise, true, &harness, &why, &err), 0);
    ck_assert_int_eq(ll_intake_read(path, "", false, "/nowhere", &intake, &why, &err),
                     0);
    ck_assert_int_eq(
        ll_lesson_copy_open(&copy, lesson, exercise, &options, &intake, &err), 0);
    ck_assert_int_eq(ll_lesson_copy_strip(&copy, &harness, &err), 0);
    DIR *files = opendir(copy.lesson->folder);
    ck_assert_ptr_nonnull(files);
    for (struct dirent *entry; (entry = readdir(files)) != NULL;)
        ck_assert_msg(entry->d_name[0] == '.' ||
                          strcmp(entry->d_name, "exercise.c") == 0 ||
                          strcmp(entry->d_name, exercise->files[0]) == 0 ||
                          strstr(entry->d_name, ".h") != NULL,
                      "%s", entry->d_name);
    closedir(files);
    ll_lesson_copy_close(&copy);
    ll_intake_release(&intake);
    ll_harness_release(&harness);
    free(path);
}
END_TEST

int main(void)
{
    setenv("LEAKLAB_HOME", LL_BUILD_DIR, 1);
    Suite *suite = suite_create("second_look");
    TCase *group = case_create("second_look");
    tcase_add_unchecked_fixture(group, setup, teardown);
    tcase_add_test(group, an_unset_value_has_its_name_in_a_grade);
    tcase_add_test(group, what_happens_in_a_second_look_costs_no_points);
    tcase_add_test(group, a_second_look_has_no_tests_to_read);
    suite_add_tcase(suite, group);
    return suite_run(suite);
}
