/* SPDX-License-Identifier: MIT
 *
 * A class that was graded in parts is the class: parts are exact, and are joined in any
 * order, more than once, without losing or inventing a result. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "class/gather.h"
#include "class/shard.h"
#include "support/suite.h"

enum { NAMES = 60 };

static char *here;
static struct ll_error err;
static struct ll_lesson *lesson;
static struct ll_class_about about;
static struct ll_class_outcome outcome;
static struct ll_strings conflicts;
static char *folders[4]; /* of results; the last one is where they are merged */

static void set_up(void)
{
    here = ll_path_temp_dir(&err);
    lesson = ll_lesson_load(LL_SOURCE_DIR "/lessons/03-lost-realloc", &err);
    ck_assert_msg(here != NULL && lesson != NULL, "%s", err.text);
    ck_assert_int_eq(ll_class_about(lesson, "exercise.c", &about, &err), 0);
    for (int i = 0; i < 4; i++)
        ck_assert_int_gt(asprintf(&folders[i], "%s/part%d", here, i), 0);
}

static void tear_down(void)
{
    ll_class_outcome_release(&outcome);
    ll_strings_release(&conflicts);
    ll_class_about_release(&about);
    ll_lesson_free(lesson);
    for (int i = 0; i < 4; i++)
        free(folders[i]);
    ll_path_remove_tree(here);
    free(here);
}

/* Write a row into the results of `folder`. NULL `why`: graded, with that score. */
static void put(const char *folder, const char *name, const char *key, double score,
                const char *why)
{
    char *aside;
    struct ll_results *results =
        ll_results_open(folder, about.text, true, &aside, &err);
    ck_assert_msg(results != NULL, "%s", err.text);
    struct ll_graded graded = {
        .verdict = why != NULL   ? LL_HARNESS_ERROR
                   : score < 100 ? LL_FAIL
                                 : LL_PASS,
        .name = (char *)name,
        .why = (char *)why,
        .score = score,
        .most = 100,
    };
    struct ll_diag fault;
    ll_diag_init(&fault, LL_DOUBLE_FREE);
    if (score < 100)
        graded.diags = (struct ll_diags){.items = &fault, .count = 1};
    const struct ll_result_row row = {name, "/class/path", key, NULL};
    ck_assert_msg(ll_results_put(results, &row, &graded, &err) == 0, "%s", err.text);
    ll_diag_release(&fault);
    ll_results_close(results);
}

static int gather(char **from, size_t count)
{
    ll_class_outcome_release(&outcome);
    ll_strings_release(&conflicts);
    return ll_class_gather(from, count, folders[3], &about, &outcome, &conflicts, &err);
}

static const struct ll_graded *find(const char *name)
{
    for (size_t i = 0; i < outcome.class.count; i++)
        if (strcmp(outcome.class.all[i].name, name) == 0)
            return &outcome.class.all[i];
    return NULL;
}

static void assert_score(const char *name, double score)
{
    ck_assert_msg(find(name) != NULL, "'%s' has no result", name);
    ck_assert_double_eq_tol(find(name)->score, score, 0.01);
}

/* ---- parts ----------------------------------------------------------------------- */

static void list_names(struct ll_submissions *submissions)
{
    submissions->items = calloc(NAMES, sizeof *submissions->items);
    ck_assert_ptr_nonnull(submissions->items);
    for (int i = 0; i < NAMES; i++) {
        struct ll_submission *one = &submissions->items[submissions->count++];
        ck_assert_int_gt(asprintf(&one->name, "learner%d", i), 0);
        one->path = strdup("/class");
    }
}

START_TEST(each_submission_is_in_one_part)
{
    unsigned taken[NAMES] = {0};
    for (unsigned number = 1; number <= 4; number++) {
        struct ll_submissions submissions = {0};
        const struct ll_shard shard = {number, 4};
        list_names(&submissions);
        ll_shard_keep(&shard, &submissions);
        ck_assert_uint_gt(submissions.count, NAMES / 12);
        ck_assert_uint_lt(submissions.count, NAMES / 2);
        for (size_t i = 0; i < submissions.count; i++)
            taken[atoi(submissions.items[i].name + strlen("learner"))]++;
        ll_submissions_release(&submissions);
    }
    for (int i = 0; i < NAMES; i++)
        ck_assert_uint_eq(taken[i], 1);
}
END_TEST

START_TEST(without_a_part_all_are_kept)
{
    struct ll_submissions submissions = {0};
    const struct ll_shard all = {0};
    list_names(&submissions);
    ll_shard_keep(&all, &submissions);
    ck_assert_uint_eq(submissions.count, NAMES);
    ll_submissions_release(&submissions);
}
END_TEST

START_TEST(a_part_is_a_number_of_a_number)
{
    static const char *const wrong[] = {"",      "1",   "0/2",  "3/2",      "1/0",
                                        "1/2/3", "a/2", "-1/2", "1/100000", "1 /2"};
    struct ll_shard shard;
    ck_assert(ll_shard_read("2/8", &shard));
    ck_assert_uint_eq(shard.number, 2);
    ck_assert_uint_eq(shard.count, 8);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_msg(!ll_shard_read(wrong[i], &shard), "'%s'", wrong[i]);
}
END_TEST

/* ---- joining --------------------------------------------------------------------- */

START_TEST(parts_are_joined_in_any_order_and_twice)
{
    char *backwards[] = {folders[2], folders[1], folders[0]};
    put(folders[0], "ann", "k1", 60, NULL);
    put(folders[1], "bob", "k2", 100, NULL);
    put(folders[2], "cid", "k3", 80, NULL);
    ck_assert_msg(gather(folders, 3) == 0, "%s", err.text);
    ck_assert_uint_eq(outcome.class.count, 3);
    ck_assert_int_eq(gather(backwards, 3), 0);
    ck_assert_uint_eq(outcome.class.count, 3);
    assert_score("ann", 60);
    assert_score("bob", 100);
    assert_score("cid", 80);
    ck_assert_uint_eq(find("ann")->diags.count, 1);
}
END_TEST

START_TEST(who_a_submission_is_from_comes_with_its_grade)
{
    const struct ll_learner ann = {.id = (char *)"11",
                                   .name = (char *)"Ann Lee",
                                   .place = (char *)"leeann_11_100_",
                                   .late = true};
    char *aside;
    put(folders[0], "leeann_11", "k1", 100, NULL);
    struct ll_results *results =
        ll_results_open(folders[0], about.text, true, &aside, &err);
    ck_assert_ptr_nonnull(results);
    ck_assert_int_eq(ll_results_put_learner(results, "leeann_11", &ann, &err), 0);
    ll_results_close(results);
    put(folders[1], "bob", "k2", 60, NULL);
    ck_assert_int_eq(gather(folders, 2), 0);
    ck_assert_str_eq(find("leeann_11")->learner.name, "Ann Lee");
    ck_assert_str_eq(find("leeann_11")->learner.place, "leeann_11_100_");
    ck_assert(find("leeann_11")->learner.late);
    ck_assert_ptr_null(find("bob")->learner.name);
}
END_TEST

/* The source of `name` that the merged results have; "": none. */
static void assert_source(const char *name, const char *source)
{
    struct ll_results *results = ll_results_read(folders[3], &err);
    struct ll_buf text = LL_BUF_INIT;
    char *path = NULL;
    ck_assert_ptr_nonnull(results);
    ck_assert_int_eq(ll_results_source(results, name, &path, &text, &err),
                     source[0] == '\0');
    ck_assert_str_eq(ll_buf_text(&text), source);
    ck_assert_str_eq(path, "/class/path");
    free(path);
    ll_buf_release(&text);
    ll_results_close(results);
}

START_TEST(what_was_handed_in_comes_with_its_grade)
{
    char *aside;
    struct ll_buf source = LL_BUF_INIT;
    put(folders[0], "ann", "k1", 100, NULL);
    put(folders[1], "bob", "k2", 100, NULL);
    struct ll_results *results =
        ll_results_open(folders[0], about.text, true, &aside, &err);
    ll_buf_puts(&source, "int x;\n");
    ck_assert_int_eq(ll_results_put_source(results, "ann", &source, &err), 0);
    ll_buf_release(&source);
    ll_results_close(results);
    ck_assert_int_eq(gather(folders, 2), 0);
    assert_source("ann", "int x;\n");
    assert_source("bob", "");
}
END_TEST

START_TEST(a_harness_error_gives_way_to_a_grade)
{
    char *backwards[] = {folders[1], folders[0]};
    put(folders[0], "ann", "k1", 0, "the machine went away");
    put(folders[1], "ann", "k1", 60, NULL);
    ck_assert_int_eq(gather(folders, 2), 0);
    assert_score("ann", 60);
    ck_assert_int_eq(gather(backwards, 2), 0);
    assert_score("ann", 60);
}
END_TEST

START_TEST(grades_that_differ_are_a_conflict)
{
    put(folders[0], "ann", "k1", 60, NULL);
    put(folders[0], "bob", "k2", 60, NULL);
    put(folders[1], "ann", "k1", 80, NULL);      /* other points */
    put(folders[1], "bob", "another", 60, NULL); /* another text */
    put(folders[1], "cid", "k3", 100, NULL);
    ck_assert_int_eq(gather(folders, 2), 1);
    ck_assert_uint_eq(conflicts.count, 2);
    ck_assert_str_eq(conflicts.items[0], "ann");
    ck_assert_str_eq(conflicts.items[1], "bob");
    /* Nothing was written, not even what had no conflict. */
    ck_assert_int_eq(gather(folders, 1), 0);
    ck_assert_uint_eq(outcome.class.count, 2);
    ck_assert_ptr_null(find("cid"));
}
END_TEST

START_TEST(results_of_different_exercises_are_not_joined)
{
    put(folders[0], "ann", "k1", 60, NULL);
    snprintf(about.text, sizeof about.text, "lesson 4, exercise.c");
    put(folders[1], "bob", "k2", 60, NULL);
    ck_assert_ptr_null(ll_class_gathered(folders, 2, &err));
    ck_assert_int_eq(err.fault, LL_FAULT_INPUT);
    ck_assert_ptr_nonnull(strstr(err.text, "of lesson 3, exercise.c, and"));
    char *one = ll_class_gathered(folders + 1, 1, &err);
    ck_assert_str_eq(one, "lesson 4, exercise.c");
    free(one);
}
END_TEST

START_TEST(a_folder_without_results_is_named)
{
    ck_assert_ptr_null(ll_class_gathered(folders, 1, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "part0/results.db"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gather");
    TCase *tcase = case_create("gather");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, each_submission_is_in_one_part);
    tcase_add_test(tcase, without_a_part_all_are_kept);
    tcase_add_test(tcase, a_part_is_a_number_of_a_number);
    tcase_add_test(tcase, parts_are_joined_in_any_order_and_twice);
    tcase_add_test(tcase, who_a_submission_is_from_comes_with_its_grade);
    tcase_add_test(tcase, what_was_handed_in_comes_with_its_grade);
    tcase_add_test(tcase, a_harness_error_gives_way_to_a_grade);
    tcase_add_test(tcase, grades_that_differ_are_a_conflict);
    tcase_add_test(tcase, results_of_different_exercises_are_not_joined);
    tcase_add_test(tcase, a_folder_without_results_is_named);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
