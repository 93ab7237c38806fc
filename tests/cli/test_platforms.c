/* SPDX-License-Identifier: MIT
 *
 * End to end: what Moodle and Canvas hand over is graded, and what leaklab writes is
 * what they take back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/strings.h"
#include "support/command.h"
#include "support/packed.h"
#include "support/runs.h"
#include "support/suite.h"

static const char leaklab[] = LL_BUILD_DIR "/leaklab";
static const char lesson[] = LL_SOURCE_DIR "/lessons/03-lost-realloc";

static char *here;
static struct ll_buf out, errors, right, wrong;

static void read_into(struct ll_buf *to, const char *folder, const char *name)
{
    char *path = ll_path_join(folder, name);
    struct ll_error err = {0};
    ll_buf_init(to, 1 << 20);
    ck_assert_msg(ll_file_read(path, 1 << 20, to, &err) == 0, "%s", err.text);
    free(path);
}

static void set_up(void)
{
    here = ll_path_temp_dir(NULL);
    ck_assert_ptr_nonnull(here);
    ll_buf_init(&out, 1 << 20);
    ll_buf_init(&errors, 1 << 20);
    read_into(&right, lesson, "solution.c");
    read_into(&wrong, lesson, "exercise.c");
}

static void tear_down(void)
{
    ll_path_remove_tree(here);
    free(here);
    ll_buf_release(&out);
    ll_buf_release(&errors);
    ll_buf_release(&right);
    ll_buf_release(&wrong);
}

static void put(const char *name, const char *text)
{
    char *path = ll_path_join(here, name);
    ck_assert_int_eq(ll_file_write(path, text, strlen(text), NULL), 0);
    free(path);
}

static void pack_in(const char *name, const struct packed *entries)
{
    char *path = ll_path_join(here, name);
    pack_files(path, NULL, entries);
    free(path);
}

/* Grade lesson 3 with these words; returns the exit status. */
static int grade(const char *const *words)
{
    static const char *const first[] = {leaklab,    "grade",    "--trust",
                                        "--lesson", "3",        "--output",
                                        "grades",   "--resume", NULL};
    struct ll_strings argv = LL_STRINGS_INIT, env = LL_STRINGS_INIT;
    const char *cache = shared_runs();
    ll_strings_add_all(&argv, first);
    ll_strings_add_all(&argv, words);
    ll_strings_addf(&env, "XDG_CACHE_HOME=%s", cache != NULL ? cache : here);
    const struct command_place place = {here, ll_strings_argv(&env), NULL};
    int status = run_command(ll_strings_argv(&argv), &place, &out, &errors);
    ll_strings_release(&argv);
    ll_strings_release(&env);
    return status;
}

static void assert_in(const struct ll_buf *text, const char *words)
{
    ck_assert_msg(strstr(ll_buf_text(text), words) != NULL, "'%s' is not in:\n%s",
                  words, ll_buf_text(text));
}

static void assert_file(const char *name, const char *expected)
{
    struct ll_buf text;
    read_into(&text, here, name);
    ck_assert_str_eq(ll_buf_text(&text), expected);
    ll_buf_release(&text);
}

/* List each file, and its line with the points. */
static void list_file(const char *name, const char *text, size_t size, void *data)
{
    const char *points = strstr(text, " points");
    (void)size;
    ck_assert_ptr_nonnull(points);
    while (points[-1] != '\n')
        points--;
    ll_buf_addf(data, "%s:%.*s\n", name, (int)strcspn(points, "\n"), points);
}

START_TEST(a_class_comes_from_moodle_and_goes_back)
{
    const struct packed entries[] = {
        {.path = "Ann Lee_11_assignsubmission_file_/exercise.c",
         .text = ll_buf_text(&right)},
        {.path = "Öz Bob_12_assignsubmission_file_/work/main.c",
         .text = ll_buf_text(&wrong)},
        {.path = "../Eve_13_assignsubmission_file_/exercise.c", .text = "x"},
        {0}};
    static const char *const words[] = {"--worksheet", "given.csv", "--names",
                                        "roster.csv",  "class.zip", NULL};
    struct ll_buf listed = LL_BUF_INIT;
    pack_in("class.zip", entries);
    put("roster.csv", "name,id\nAnn,11\nFay,14\n");
    put("given.csv", "Identifier,\"Full name\",Grade,\"Maximum Grade\"\n"
                     "\"Participant 12\",\"Öz Bob\",,10.00\n"
                     "\"Participant 11\",\"Ann Lee\",,10.00\n");
    ck_assert_msg(grade(words) == 0, "%s", ll_buf_text(&errors));
    assert_in(&errors, "leaklab: '../Eve_13_assignsubmission_file_/exercise.c' leads "
                       "out of the archive: it is left out");
    assert_in(&errors, "not in 'roster.csv': 12");
    assert_in(&errors, "in 'roster.csv', without a submission: Fay (14)");
    assert_in(&out, "Öz Bob (12): 'work/main.c' was graded: there is no 'exercise.c'");
    assert_in(&out, "moodle-worksheet.csv · moodle-feedback.zip");
    assert_file("grades/moodle-worksheet.csv",
                "Identifier,\"Full name\",Grade,\"Maximum Grade\"\n"
                "\"Participant 12\",\"Öz Bob\",6.3,10.00\n"
                "\"Participant 11\",\"Ann Lee\",10,10.00\n");
    char *zip = ll_path_join(here, "grades/moodle-feedback.zip");
    unpack_files(zip, list_file, &listed);
    ck_assert_str_eq(
        ll_buf_text(&listed),
        "Ann Lee_11_assignsubmission_file_/feedback.txt:  100 of 100 points\n"
        "Öz Bob_12_assignsubmission_file_/feedback.txt:  63 of 100 points\n");
    ll_buf_release(&listed);
    free(zip);
}
END_TEST

START_TEST(a_class_comes_from_canvas_and_goes_back)
{
    const struct packed before[] = {
        {.path = "leeann_11_100_exercise.c", .text = ll_buf_text(&wrong)}, {0}};
    const struct packed after[] = {
        {.path = "leeann_11_100_exercise.c", .text = ll_buf_text(&wrong)},
        {.path = "leeann_LATE_11_101_exercise-1.c", .text = ll_buf_text(&right)},
        {0}};
    static const char *const words[] = {"--gradebook", "given.csv", "class.zip", NULL};
    struct ll_buf listed = LL_BUF_INIT;
    put("given.csv", "Student,ID,SIS Login ID,Section,Lesson 3 (7)\n"
                     "    Points Possible,,,,20\n"
                     "\"Lee, Ann\",11,ann,S,\n");
    pack_in("class.zip", before);
    ck_assert_msg(grade(words) == 0, "%s", ll_buf_text(&errors));
    pack_in("class.zip", after);
    ck_assert_msg(grade(words) == 0, "%s", ll_buf_text(&errors));
    assert_in(&out, "leeann (11): 63 of 100 → 100 of 100");
    assert_file("grades/canvas-gradebook.csv",
                "Student,ID,SIS Login ID,Section,Lesson 3 (7)\n"
                "    Points Possible,,,,20\n"
                "\"Lee, Ann\",11,ann,S,20\n");
    char *zip = ll_path_join(here, "grades/canvas-feedback.zip");
    unpack_files(zip, list_file, &listed);
    ck_assert_str_eq(ll_buf_text(&listed),
                     "leeann_LATE_11_101_feedback.txt:  100 of 100 points\n");
    ll_buf_release(&listed);
    free(zip);
}
END_TEST

/* Before anything is graded. */
START_TEST(a_bad_archive_or_table_is_told_at_once)
{
    static const char *const archive[] = {"broken.zip", NULL};
    static const char *const table[] = {"--worksheet", "roster.csv", "class.zip", NULL};
    static const char *const column[] = {"--column", "x", "class.zip", NULL};
    const struct packed entries[] = {{.path = "ann.c", .text = "x"}, {0}};
    pack_in("class.zip", entries);
    put("broken.zip", "PK\003\004");
    put("roster.csv", "name,id\n");
    ck_assert_int_eq(grade(archive), 2);
    assert_in(&errors, "'broken.zip' cannot be read as an archive");
    assert_in(&errors, "nothing was graded: download it again, or unpack it yourself");
    ck_assert_int_eq(grade(table), 2);
    assert_in(&errors, "'roster.csv' has no column 'Grade'");
    ck_assert_int_eq(grade(column), 2);
    assert_in(&errors, "--column is for one table");
    char *results = ll_path_join(here, "grades/results.db");
    ck_assert(!ll_path_exists(results));
    free(results);
}
END_TEST

int main(void)
{
    if (!can_pack())
        return skip_suite("leaklab was built without libarchive");
    Suite *suite = suite_create("platforms");
    TCase *tests = case_create("platforms");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_class_comes_from_moodle_and_goes_back);
    tcase_add_test(tests, a_class_comes_from_canvas_and_goes_back);
    tcase_add_test(tests, a_bad_archive_or_table_is_told_at_once);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
