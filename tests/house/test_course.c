/* SPDX-License-Identifier: MIT
 *
 * docs/course.md has a row for each lesson, with its title and its exercises; and no
 * exercise has labels. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "lesson/labels.h"
#include "lesson/lesson.h"
#include "support/expected.h"
#include "support/suite.h"

static const char *kind_name(enum ll_exercise_kind kind)
{
    return kind == LL_FIX ? "fix" : kind == LL_DIAGNOSE ? "diagnose" : "write";
}

/* "fix (swept), diagnose" */
static void add_exercises(const struct ll_manifest *manifest, struct ll_buf *out)
{
    for (unsigned i = 0; i < manifest->exercises_count; i++)
        ll_buf_addf(out, "%s%s%s", i == 0 ? "" : ", ",
                    kind_name(manifest->exercises[i].kind),
                    manifest->exercises[i].sweep ? " (swept)" : "");
}

static void assert_has_row(const char *course, const char *folder)
{
    struct ll_error err = {0};
    struct ll_buf start = LL_BUF_INIT, end = LL_BUF_INIT;
    struct ll_lesson *lesson = ll_lesson_load(folder, &err);
    ck_assert_msg(lesson != NULL, "%s", err.text);
    ll_buf_addf(&start, "\n| %u | %s | ", lesson->number, lesson->manifest->title);
    ll_buf_puts(&end, " | ");
    add_exercises(lesson->manifest, &end);
    ll_buf_puts(&end, " |\n");

    const char *row = strstr(course, ll_buf_text(&start));
    ck_assert_msg(row != NULL, "docs/course.md has no row that starts with '%s'",
                  ll_buf_text(&start) + 1);
    const char *next = strchr(row + 1, '\n') + 1;
    ck_assert_msg((size_t)(next - row) > end.len &&
                      strncmp(next - end.len, ll_buf_text(&end), end.len) == 0,
                  "docs/course.md: the row of lesson %u must end with '%s'",
                  lesson->number, ll_buf_text(&end));
    ll_lesson_free(lesson);
    ll_buf_release(&end);
    ll_buf_release(&start);
}

static void assert_unlabelled(const struct ll_lesson *lesson, const char *name)
{
    struct ll_error err = {0};
    struct ll_labels labels = {0};
    char *path = ll_path_join(lesson->folder, name);
    ck_assert_msg(ll_labels_read(&labels, path, &err) == 0, "%s", err.text);
    if (labels.count > 0)
        ck_abort_msg("%s:%u has the label @%s", path, labels.items[0].line,
                     labels.items[0].name);
    ll_labels_release(&labels);
    free(path);
}

/* Who works in a lesson's own folder would read in them where the faults are. */
START_TEST(no_exercise_has_labels)
{
    struct ll_error err = {0};
    struct ll_strings folders = LL_STRINGS_INIT;
    ck_assert_int_eq(ll_lesson_folders(LL_SOURCE_DIR "/lessons", &folders, &err), 0);
    for (size_t i = 0; i < folders.count; i++) {
        struct ll_lesson *lesson = ll_lesson_load(folders.items[i], &err);
        ck_assert_msg(lesson != NULL, "%s", err.text);
        for (unsigned k = 0; k < lesson->manifest->exercises_count; k++)
            assert_unlabelled(lesson, lesson->manifest->exercises[k].module.file);
        ll_lesson_free(lesson);
    }
    ll_strings_release(&folders);
}
END_TEST

START_TEST(each_lesson_has_its_row)
{
    struct ll_error err = {0};
    struct ll_strings folders = LL_STRINGS_INIT;
    char *course = read_text(LL_SOURCE_DIR "/docs/course.md");
    ck_assert_msg(ll_lesson_folders(LL_SOURCE_DIR "/lessons", &folders, &err) == 0,
                  "%s", err.text);
    ck_assert_uint_gt(folders.count, 0);
    for (size_t i = 0; i < folders.count; i++)
        assert_has_row(course, folders.items[i]);
    ll_strings_release(&folders);
    free(course);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("course");
    TCase *tcase = case_create("course");
    tcase_add_test(tcase, each_lesson_has_its_row);
    tcase_add_test(tcase, no_exercise_has_labels);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
