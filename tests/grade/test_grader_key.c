/* SPDX-License-Identifier: MIT
 *
 * The digest of all that a grade depends on changes with every file that does. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "grade/grader_key.h"
#include "support/programs.h"
#include "support/suite.h"

static char *runtime;

static void set_up(void)
{
    programs_setup();
    runtime = in_folder("runtime");
    static const char *const made[] = {"runtime", "runtime/symbols",
                                       "runtime/symbols/lib", "runtime/observe"};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        char *path = in_folder(made[i]);
        ck_assert_int_eq(mkdir(path, 0755), 0);
        free(path);
    }
    free(write_file("runtime/observe.o", "an object"));
    free(write_file("runtime/observe/check.h", "a header"));
    free(write_file("runtime/symbols/lib/libc.debug", "symbols"));
}

static void tear_down(void)
{
    free(runtime);
    programs_teardown();
}

static int try_digest(bool deep, char out[LL_DIGEST_HEX])
{
    struct ll_digest digest;
    err = (struct ll_error){0};
    ll_digest_init(&digest);
    int failed = ll_grader_key_add_folder(&digest, runtime, deep, &err);
    ll_digest_hex(&digest, out);
    return failed;
}

/* Borrowed: valid until the second call after this one. */
static const char *digest(bool deep)
{
    static char texts[2][LL_DIGEST_HEX];
    static unsigned turn;
    char *text = texts[turn++ % 2];
    ck_assert_msg(try_digest(deep, text) == 0, "%s", err.text);
    return text;
}

START_TEST(the_digest_of_an_unchanged_folder_is_the_same)
{
    ck_assert_str_eq(digest(true), digest(true));
    ck_assert_str_eq(digest(false), digest(false));
}
END_TEST

START_TEST(a_change_in_a_folder_inside_changes_the_digest)
{
    static const char *const files[] = {"runtime/observe.o", "runtime/observe/check.h",
                                        "runtime/symbols/lib/libc.debug"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const char *before = digest(true);
        free(write_file(files[i], "changed"));
        ck_assert_str_ne(before, digest(true));
    }
}
END_TEST

START_TEST(a_file_that_moves_to_another_folder_changes_the_digest)
{
    const char *before = digest(true);
    char *from = in_folder("runtime/observe/check.h");
    char *to = in_folder("runtime/symbols/check.h");
    ck_assert_int_eq(rename(from, to), 0);
    ck_assert_str_ne(before, digest(true));
    free(from);
    free(to);
}
END_TEST

START_TEST(folders_inside_do_not_count_where_they_are_not_asked_for)
{
    const char *before = digest(false);
    free(write_file("runtime/observe/check.h", "changed"));
    ck_assert_str_eq(before, digest(false));
    before = digest(false);
    free(write_file("runtime/observe.o", "changed"));
    ck_assert_str_ne(before, digest(false));
}
END_TEST

START_TEST(a_file_that_cannot_be_read_is_an_error)
{
    char out[LL_DIGEST_HEX];
    char *path = in_folder("runtime/observe/check.h");
    ck_assert_int_eq(truncate(path, (off_t)1 << 40), 0);
    ck_assert_int_eq(try_digest(true, out), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "check.h"));
    free(path);
}
END_TEST

START_TEST(links_that_form_a_circle_are_an_error)
{
    char out[LL_DIGEST_HEX];
    char *path = in_folder("runtime/symbols/again");
    ck_assert_int_eq(symlink("..", path), 0);
    ck_assert_int_eq(try_digest(true, out), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "16 deep"));
    free(path);
}
END_TEST

START_TEST(a_link_to_nothing_counts_by_its_name)
{
    const char *before = digest(true);
    char *path = in_folder("runtime/.#observe.o");
    ck_assert_int_eq(symlink("somebody@somewhere", path), 0);
    ck_assert_str_ne(before, digest(true));
    free(path);
}
END_TEST

/* ---- Python and Cython ----------------------------------------------------------- */

/* As digest(), of the Python that is in the folder of the test. */
static const char *digest_of_python(void)
{
    static char texts[2][LL_DIGEST_HEX];
    static unsigned turn;
    char *text = texts[turn++ % 2], flags[1024];
    struct ll_digest digest;
    ll_digest_init(&digest);
    snprintf(flags, sizeof flags, "-I%s -L%s -lpython3.0", folder, folder);
    ll_grader_key_add_python(&digest, flags);
    ll_digest_hex(&digest, text);
    return text;
}

START_TEST(another_python_changes_the_digest)
{
    static const char *const files[] = {"patchlevel.h", "libpython3.0.so"};
    free(write_file("patchlevel.h", "#define PY_VERSION \"3.0.1\"\n"));
    free(write_file("libpython3.0.so", "a library"));
    ck_assert_str_eq(digest_of_python(), digest_of_python());
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const char *before = digest_of_python();
        free(write_file(files[i], "another version"));
        ck_assert_str_ne(before, digest_of_python());
    }
}
END_TEST

static void make_key(const char *lesson_folder, char out[LL_DIGEST_HEX])
{
    const struct ll_grade_options options = {.gate = true};
    struct ll_lesson *lesson = ll_lesson_load(lesson_folder, &err);
    ck_assert_msg(lesson != NULL, "%s", err.text);
    const struct ll_exercise *exercise = ll_lesson_exercise(lesson, NULL, &err);
    ck_assert_msg(ll_grader_key_make(lesson, exercise, &options, out, &err) == 0, "%s",
                  err.text);
    ll_lesson_free(lesson);
}

/* A program that stays the same, as that of pyenv, and starts another version. */
START_TEST(another_version_of_cython_changes_the_key_of_a_lesson_in_cython)
{
    static const char *const lessons[] = {LL_SOURCE_DIR "/lessons/26-cython",
                                          LL_SOURCE_DIR "/lessons/01-missing-free"};
    char text[1024], path[2048], before[LL_DIGEST_HEX], after[LL_DIGEST_HEX];
    snprintf(text, sizeof text, "#!/bin/sh\ncat '%s/version' >&2\n", folder);
    char *program = write_file("cython", text);
    ck_assert_int_eq(chmod(program, 0700), 0);
    free(program);
    snprintf(path, sizeof path, "%s:%s", folder, getenv("PATH"));
    ck_assert_int_eq(setenv("PATH", path, 1), 0);
    ck_assert_int_eq(setenv("LEAKLAB_HOME", LL_BUILD_DIR, 1), 0);
    for (size_t i = 0; i < sizeof lessons / sizeof *lessons; i++) {
        free(write_file("version", "Cython version 3.0.1\n"));
        make_key(lessons[i], before);
        free(write_file("version", "Cython version 3.0.2\n"));
        make_key(lessons[i], after);
        ck_assert_int_eq(strcmp(before, after) != 0, i == 0);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("grader_key");
    TCase *tests = case_create("grader_key");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_digest_of_an_unchanged_folder_is_the_same);
    tcase_add_test(tests, a_change_in_a_folder_inside_changes_the_digest);
    tcase_add_test(tests, a_file_that_moves_to_another_folder_changes_the_digest);
    tcase_add_test(tests, folders_inside_do_not_count_where_they_are_not_asked_for);
    tcase_add_test(tests, a_file_that_cannot_be_read_is_an_error);
    tcase_add_test(tests, links_that_form_a_circle_are_an_error);
    tcase_add_test(tests, a_link_to_nothing_counts_by_its_name);
    tcase_add_test(tests, another_python_changes_the_digest);
    tcase_add_test(tests,
                   another_version_of_cython_changes_the_key_of_a_lesson_in_cython);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
