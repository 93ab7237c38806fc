/* SPDX-License-Identifier: MIT
 *
 * data/lesson/03-<case>/ holds a lesson.yml that an author got wrong and the error
 * that tells so. data/check/03-<case>/ is a whole lesson, and 03-<case>.findings
 * what ll_lesson_check() says of it.
 */
#include "lesson/lesson.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "support/suite.h"

#define DATA LL_TESTS_DIR "/lesson/data/"

static char folder[64]; /* a folder for the test at hand, with a lesson's name */
static char *parent;

static void make_folder(void)
{
    struct ll_error err = {0};
    parent = ll_path_temp_dir(&err);
    ck_assert_msg(parent != NULL, "%s", err.text);
    ck_assert_int_lt(snprintf(folder, sizeof folder, "%s/03-case", parent),
                     (int)sizeof folder);
    ck_assert_int_eq(mkdir(folder, 0777), 0);
}

static void remove_folder(void)
{
    ll_path_remove_tree(parent);
    free(parent);
}

static void put(const char *dir, const char *name, const void *bytes, size_t count)
{
    struct ll_error err = {0};
    char *path = ll_path_join(dir, name);
    ck_assert_ptr_nonnull(path);
    ck_assert_msg(ll_file_write(path, bytes, count, &err) == 0, "%s", err.text);
    free(path);
}

/* The content of `path`. */
static char *slurp(const char *path)
{
    struct ll_buf text = LL_BUF_INIT;
    struct ll_error err = {0};
    ck_assert_msg(ll_file_read(path, 1 << 20, &text, &err) == 0, "%s", err.text);
    ck_assert(ll_buf_puts(&text, ""));
    char *taken = ll_buf_take(&text);
    ll_buf_release(&text);
    return taken;
}

/* ---- bad manifests --------------------------------------------------------- */

static struct dirent **bad;
static int bad_count;

static int is_case(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* An author may use another word for a kind; what is loaded has its name. */
START_TEST(other_words_for_a_kind_are_read)
{
    static const char manifest[] = "title: A case\nhabit: Free it.\nabout: Words.\n"
                                   "tools: [memcheck]\n"
                                   "pair:\n"
                                   "  tests: test.c\n"
                                   "  correct: correct.c\n"
                                   "  buggy:\n"
                                   "    - file: buggy.c\n"
                                   "      expect:\n"
                                   "        - tools: [memcheck]\n"
                                   "          kind: heap-use-after-free\n"
                                   "exercises:\n"
                                   "  - kind: diagnose\n"
                                   "    file: suspect.c\n"
                                   "    answers: answers.yml\n"
                                   "    asks: [kind]\n"
                                   "    expect:\n"
                                   "      - tools: [memcheck]\n"
                                   "        kind: Segmentation fault\n";
    struct ll_error err = {0};
    put(folder, "lesson.yml", manifest, sizeof manifest - 1);
    struct ll_lesson *lesson = ll_lesson_load(folder, &err);
    ck_assert_msg(lesson != NULL, "%s", err.text);
    ck_assert_str_eq(lesson->manifest->pair->buggy[0].expect[0].kind, "use-after-free");
    ck_assert_str_eq(lesson->manifest->exercises[0].module.expect[0].kind, "crash");
    ll_lesson_free(lesson);
}
END_TEST

START_TEST(a_bad_manifest_is_refused)
{
    struct ll_error err = {0};
    char *dir = ll_path_join(DATA "manifests", bad[_i]->d_name);
    ck_assert_ptr_nonnull(dir);
    char *error = ll_path_join(dir, "error");
    char *expected = slurp(error);
    ck_assert_ptr_null(ll_lesson_load(dir, &err));
    ck_assert_int_eq(err.fault, LL_FAULT_INPUT);
    ck_assert(ll_path_below(err.file, dir));

    struct ll_buf got = LL_BUF_INIT;
    ll_buf_addf(&got, "%s:%d: %s\n", ll_path_base(err.file), err.line, err.text);
    ck_assert_str_eq(ll_buf_text(&got), expected);
    ck_assert_uint_lt(strlen(err.text), sizeof err.text - 1); /* not cut */
    ck_assert_ptr_null(ll_lesson_load(dir, NULL));

    ll_buf_release(&got);
    free(expected);
    free(error);
    free(dir);
}
END_TEST

static void check_refused(const char *dir, const char *words)
{
    struct ll_error err = {0};
    ck_assert_ptr_null(ll_lesson_load(dir, &err));
    ck_assert_int_eq(err.fault, LL_FAULT_INPUT);
    ck_assert_msg(strstr(err.text, words) != NULL, "%s", err.text);
}

START_TEST(manifest_that_cannot_be_read)
{
    char large[256 * 1024 + 1];
    char name[80];
    check_refused(folder, "lesson.yml': No such file or directory");

    memset(large, '#', sizeof large);
    put(folder, "lesson.yml", large, sizeof large);
    check_refused(folder, "lesson.yml': over 262144 bytes");

    /* libyaml alone would take minutes */
    memset(large, '[', sizeof large);
    put(folder, "lesson.yml", large, sizeof large - 1);
    check_refused(folder, "more than 32 levels deep");

    snprintf(name, sizeof name, "%s/lesson.yml", folder);
    ck_assert_int_eq(unlink(name), 0);
    ck_assert_int_eq(mkdir(name, 0777), 0);
    check_refused(folder, "lesson.yml': it is a folder");

    check_refused("/nowhere/03-case", "cannot open '/nowhere/03-case'");
    check_refused(parent, "is not a lesson's folder: name it like '03-lost-realloc'");
}
END_TEST

/* ---- a good one ------------------------------------------------------------ */

START_TEST(a_whole_lesson_is_loaded)
{
    struct ll_error err = {0};
    struct ll_lesson *lesson = ll_lesson_load(DATA "check/03-good", &err);
    ck_assert_msg(lesson != NULL, "%s:%d: %s", err.file, err.line, err.text);
    const struct ll_manifest *manifest = lesson->manifest;
    ck_assert(ll_path_below(lesson->folder, LL_TESTS_DIR));
    ck_assert_str_eq(lesson->slug, "good");
    ck_assert_uint_eq(lesson->number, 3);
    ck_assert_str_eq(manifest->title, "A pointer lost when realloc fails");
    ck_assert_str_eq(manifest->habit, "Give realloc a variable of its own.");
    ck_assert_str_eq(manifest->about, "Two sentences. On two lines.");
    ck_assert_uint_eq(manifest->cwe_count, 2);
    ck_assert_uint_eq(manifest->cwe[1], 772);
    ck_assert_uint_eq(manifest->cert_count, 1);
    ck_assert_str_eq(manifest->cert[0], "MEM31-C");
    ck_assert_uint_eq(manifest->tools_count, 2);
    ck_assert_str_eq(manifest->tools[1], "asan");
    ck_assert_str_eq(manifest->fail, "realloc:2,malloc:3+");
    ck_assert(manifest->python);

    const struct ll_pair *pair = manifest->pair;
    ck_assert_uint_eq(pair->files_count, 1);
    ck_assert_str_eq(pair->files[0], "main.c");
    ck_assert_str_eq(pair->tests, "test_series.c");
    ck_assert_str_eq(pair->correct, "correct.c");
    ck_assert_uint_eq(pair->buggy_count, 2);

    const struct ll_module *module = &pair->buggy[0];
    ck_assert_str_eq(module->file, "buggy.c");
    ck_assert_ptr_null(module->passes_tests);
    ck_assert_uint_eq(module->silent_count, 1);
    ck_assert_str_eq(module->silent[0].tool, "asan");
    ck_assert_str_eq(module->silent[0].because, "a global still points to it");
    ck_assert_uint_eq(module->expect_count, 1);
    const struct ll_expectation *expect = &module->expect[0];
    ck_assert_uint_eq(expect->tools_count, 1);
    ck_assert_str_eq(expect->kind, "definitely-lost");
    ck_assert_uint_eq(expect->bytes, 32);
    ck_assert_uint_eq(expect->blocks, 1);
    ck_assert_ptr_null(expect->at);
    ck_assert_ptr_null(expect->freed);
    ck_assert_str_eq(expect->allocated->label, "alloc");
    ck_assert_str_eq(expect->allocated->function, "series_new");
    ck_assert_ptr_null(expect->allocated->variable);
    ck_assert_str_eq(expect->lost->variable, "series->data");
    ck_assert_str_eq(expect->lost->how, "overwritten");
    ck_assert_str_eq(expect->why, "Words for this very fault.");

    module = &pair->buggy[1];
    ck_assert(!*module->passes_tests);
    ck_assert_str_eq(module->because, "it crashes");
    ck_assert_str_eq(module->expect[0].at->label, "bug");
    ck_assert_str_eq(module->expect[0].freed->function, "series_free");
    ck_assert_uint_eq(module->expect[0].bytes, 0);

    ck_assert_uint_eq(manifest->exercises_count, 3);
    const struct ll_exercise *exercise = &manifest->exercises[0];
    ck_assert_int_eq(exercise->kind, LL_FIX);
    module = &exercise->module;
    ck_assert_str_eq(module->file, "exercise.c");
    ck_assert(*module->passes_tests);
    ck_assert_uint_eq(module->expect_count, 1);
    ck_assert_str_eq(exercise->solution, "solution.c");
    ck_assert_str_eq(exercise->tests, "test_builder.c");
    ck_assert_uint_eq(exercise->files_count, 1);
    exercise = &manifest->exercises[1];
    ck_assert_int_eq(exercise->kind, LL_DIAGNOSE);
    ck_assert_str_eq(ll_exercise_file(exercise), "answers.yml");
    ck_assert_uint_eq(exercise->asks_count, 2);
    ck_assert_str_eq(exercise->asks[1], "lost");
    ck_assert(!exercise->module.silent[0].optimised);
    ck_assert(exercise->module.silent[1].optimised);
    exercise = &manifest->exercises[2];
    ck_assert_int_eq(exercise->kind, LL_WRITE);
    ck_assert_str_eq(ll_exercise_file(exercise), "write.c");
    ck_assert_uint_eq(exercise->module.expect_count, 0);
    ll_lesson_free(lesson);
    ll_lesson_free(NULL);
}
END_TEST

START_TEST(hints_are_read)
{
    struct ll_lesson lesson = {.folder = folder};
    struct ll_strings hints = LL_STRINGS_INIT, groups = LL_STRINGS_INIT;
    struct ll_error err = {0};
    ck_assert_int_eq(ll_lesson_hints(&lesson, &hints, &groups, &err), -1);
    ck_assert_int_eq(err.fault, LL_FAULT_INPUT);

    static const char text[] =
        "# Hints for my_write.c\nnot one\n## First\n\nLook.\n### More\nAgain.\n\n"
        "## Empty\n# Hints for write.c\n## Last\n```\n## in code\n```\nat the end";
    put(folder, "hints.md", text, strlen(text));
    ck_assert_int_eq(ll_lesson_hints(&lesson, &hints, &groups, &err), 0);
    ck_assert_uint_eq(hints.count, 3);
    ck_assert_str_eq(hints.items[0], "Look.\n### More\nAgain.");
    ck_assert_str_eq(hints.items[1], "");
    ck_assert_str_eq(hints.items[2], "```\n## in code\n```\nat the end");
    ck_assert_uint_eq(groups.count, 3);
    ck_assert_str_eq(groups.items[1], "Hints for my_write.c");
    char file[] = "write.c", another[] = "exercise.c";
    struct ll_exercise exercise = {.kind = LL_WRITE, .module.file = file};
    ck_assert_uint_eq(ll_lesson_first_hint(&groups, &exercise), 3);
    exercise.module.file = another;
    ck_assert_uint_eq(ll_lesson_first_hint(&groups, &exercise), 0);
    ll_strings_release(&hints);
    ll_strings_release(&groups);
}
END_TEST

/* ---- the folders ----------------------------------------------------------- */

static void make_dir(const char *name)
{
    char *path = ll_path_join(parent, name);
    ck_assert_int_eq(mkdir(path, 0777), 0);
    free(path);
}

START_TEST(the_folders_of_lessons_are_found)
{
    struct ll_strings folders = LL_STRINGS_INIT;
    struct ll_error err = {0};
    make_dir("10-ten");
    make_dir("02-two");
    make_dir("template");
    make_dir("4-one-digit");
    make_dir("05");
    put(parent, "06-file", "", 0);
    ck_assert_int_eq(ll_lesson_folders(parent, &folders, &err), 0);
    ck_assert_uint_eq(folders.count, 3);
    ck_assert_str_eq(ll_path_base(folders.items[0]), "02-two");
    ck_assert_str_eq(ll_path_base(folders.items[1]), "03-case");
    ck_assert_str_eq(ll_path_base(folders.items[2]), "10-ten");
    ck_assert_int_eq(folders.items[0][0], '/');
    ll_strings_release(&folders);

    char *found = ll_lesson_folder(parent, 10, &err);
    ck_assert_msg(found != NULL, "%s", err.text);
    ck_assert_str_eq(ll_path_base(found), "10-ten");
    free(found);
    ck_assert_ptr_null(ll_lesson_folder(parent, 7, &err));
    ck_assert_int_eq(err.fault, LL_FAULT_USAGE);
    ck_assert_str_eq(err.text, "there is no lesson 7: choose one of 2, 3, 10");

    make_dir("10-again");
    ck_assert_int_eq(ll_lesson_folders(parent, &folders, &err), -1);
    ck_assert_ptr_nonnull(
        strstr(err.text, "/10-again' and '10-ten' have the same number: rename one"));
    ck_assert_uint_eq(folders.count, 0);
}
END_TEST

START_TEST(a_folder_without_lessons_has_none)
{
    struct ll_strings folders = LL_STRINGS_INIT;
    struct ll_error err = {0};
    ck_assert_int_eq(ll_lesson_folders("/nowhere", &folders, &err), -1);
    ck_assert_int_eq(err.fault, LL_FAULT_INPUT);
    ck_assert_int_eq(ll_lesson_folders(folder, &folders, &err), 0);
    ck_assert_uint_eq(folders.count, 0);
    ck_assert_ptr_null(ll_lesson_folder(folder, 1, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "there are no lessons in '"));
}
END_TEST

/* ---- checks ---------------------------------------------------------------- */

static void check_findings(const char *dir, const char *findings)
{
    static const char *const tools[] = {"memcheck", "asan", "lastptr", NULL};
    struct ll_error err = {0};
    struct ll_strings got = LL_STRINGS_INIT;
    struct ll_buf text = LL_BUF_INIT;
    struct ll_lesson *lesson = ll_lesson_load(dir, &err);
    ck_assert_msg(lesson != NULL, "%s:%d: %s", err.file, err.line, err.text);
    ck_assert_msg(ll_lesson_check(lesson, tools, &got, &err) == 0, "%s", err.text);
    for (size_t i = 0; i < got.count; i++)
        ll_buf_addf(&text, "%s\n", got.items[i]);
    char *expected = slurp(findings);
    ck_assert_str_eq(ll_buf_text(&text), expected);
    free(expected);
    ll_buf_release(&text);
    ll_strings_release(&got);
    ll_lesson_free(lesson);
}

START_TEST(finds_nothing_in_a_good_lesson)
{
    check_findings(DATA "check/03-good", DATA "check/03-good.findings");
}
END_TEST

START_TEST(finds_all_in_a_bad_lesson)
{
    check_findings(DATA "check/03-bad", DATA "check/03-bad.findings");
}
END_TEST

START_TEST(finds_what_is_not_there)
{
    char *manifest = slurp(DATA "check/03-good/lesson.yml");
    put(folder, "lesson.yml", manifest, strlen(manifest));
    free(manifest);
    check_findings(folder, DATA "check/03-only-a-manifest.findings");
}
END_TEST

static void put_text(const char *name, const char *text)
{
    put(folder, name, text, strlen(text));
}

/* Lesson 28, whose exercise has steps: as it is, and with a test less in a step. */
START_TEST(finds_a_test_of_no_step)
{
    struct ll_error err = {0};
    struct ll_strings found = LL_STRINGS_INIT;
    struct ll_lesson *lesson =
        ll_lesson_load(LL_SOURCE_DIR "/lessons/28-capstone", &err);
    static const char *const tools[] = {"memcheck",     "asan",           "lastptr",
                                        "gcc-analyzer", "clang-analyzer", NULL};
    ck_assert_msg(lesson != NULL, "%s", err.text);
    ck_assert_int_eq(ll_lesson_check(lesson, tools, &found, &err), 0);
    ck_assert_uint_eq(found.count, 0);
    lesson->manifest->exercises[0].steps[0].tests_count--;
    ck_assert_int_eq(ll_lesson_check(lesson, tools, &found, &err), 0);
    lesson->manifest->exercises[0].steps[0].tests_count++;
    ck_assert_uint_eq(found.count, 1);
    ck_assert_str_eq(found.items[0],
                     "test_game.c: the test 'a_room_shows_its_things' is in no step: "
                     "add it to the 'tests' of one, in lesson.yml");
    ll_strings_release(&found);
    ll_lesson_free(lesson);
}
END_TEST

/* Sources first, then the other files; a word that only holds TODO is none. */
START_TEST(finds_what_is_still_to_be_written)
{
    struct ll_error err = {0};
    struct ll_strings todos = LL_STRINGS_INIT;
    char *manifest = slurp(DATA "check/03-good/lesson.yml");
    put_text("lesson.yml", manifest);
    free(manifest);
    put_text("series.h", "/* TODO: whose memory it is. */\n");
    put_text("buggy.c", "#include \"series.h\"\nint f(void); /* free it, TODO */\n");
    put_text("README.md", "TODO\n\n1. TODO:  a question.\nTODOs, A_TODO, METHODO\n");
    put_text("hints.md", "## Look\n\n  TODO: where");
    put_text("notes.txt", "TODO: not of the lesson\n");
    struct ll_lesson *lesson = ll_lesson_load(folder, &err);
    ck_assert_msg(lesson != NULL, "%s:%d: %s", err.file, err.line, err.text);
    ck_assert_int_eq(ll_lesson_todos(lesson, &todos, &err), 0);
    static const char *const wanted[] = {
        "buggy.c:2: int f(void); /* free it,", "series.h:1: whose memory it is",
        "README.md:1: ", "README.md:3: a question", "hints.md:3: where"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted && i < todos.count; i++)
        ck_assert_str_eq(todos.items[i], wanted[i]);
    ck_assert_uint_eq(todos.count, sizeof wanted / sizeof *wanted);
    ll_strings_release(&todos);
    ll_lesson_free(lesson);
}
END_TEST

int main(void)
{
    bad_count = scandir(DATA "manifests", &bad, is_case, alphasort);
    if (bad_count <= 0)
        return EXIT_FAILURE;
    Suite *suite = suite_create("lesson");
    TCase *manifests = case_create("manifests");
    tcase_add_loop_test(manifests, a_bad_manifest_is_refused, 0, bad_count);
    tcase_add_test(manifests, a_whole_lesson_is_loaded);
    suite_add_tcase(suite, manifests);
    TCase *folders = case_create("folders");
    tcase_add_checked_fixture(folders, make_folder, remove_folder);
    tcase_add_test(folders, other_words_for_a_kind_are_read);
    tcase_add_test(folders, manifest_that_cannot_be_read);
    tcase_add_test(folders, hints_are_read);
    tcase_add_test(folders, the_folders_of_lessons_are_found);
    tcase_add_test(folders, a_folder_without_lessons_has_none);
    tcase_add_test(folders, finds_nothing_in_a_good_lesson);
    tcase_add_test(folders, finds_all_in_a_bad_lesson);
    tcase_add_test(folders, finds_what_is_not_there);
    tcase_add_test(folders, finds_a_test_of_no_step);
    tcase_add_test(folders, finds_what_is_still_to_be_written);
    suite_add_tcase(suite, folders);
    int status = suite_run(suite);
    for (int i = 0; i < bad_count; i++)
        free(bad[i]);
    free(bad);
    return status;
}
