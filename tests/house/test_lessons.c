/* SPDX-License-Identifier: MIT
 *
 * All lessons: for each, a test for every module under every tool, one for every
 * module's behaviour, and one for the folder. `test_lessons 3` runs lesson 3 alone.
 * Everything runs anew, but for what another test of the same `make test` has run.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "author/verify.h"
#include "support/runs.h"
#include "support/suite.h"

/* The lesson under test, judged once, before the tests ask about it. */
static char *folder;
static struct ll_lesson *lesson;
static struct ll_case *cases;
static size_t case_count;
static struct ll_judgement *judgements;

static void fail_with(const struct ll_strings *findings)
{
    struct ll_buf text = LL_BUF_INIT;
    for (size_t i = 0; i < findings->count; i++)
        ll_buf_addf(&text, "\n  %s", findings->items[i]);
    ck_assert_msg(findings->count == 0, "%s", ll_buf_text(&text));
}

START_TEST(the_folder_is_in_order)
{
    struct ll_error err = {0};
    struct ll_strings findings = LL_STRINGS_INIT, names = LL_STRINGS_INIT;
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++)
        ll_strings_add(&names, (*tool)->name);
    ck_assert_msg(ll_lesson_check(lesson, ll_strings_argv(&names), &findings, &err) ==
                      0,
                  "%s", err.text);
    ck_assert_msg(ll_lesson_todos(lesson, &findings, &err) == 0, "%s", err.text);
    fail_with(&findings);
}
END_TEST

/* Test number _i is a pair of a module and a tool. */
START_TEST(a_module_reports_what_it_declares)
{
    size_t tools = judgements[0].memory.run_count;
    const struct ll_case *one = &cases[(size_t)_i / tools];
    const struct ll_judgement *judgement = &judgements[(size_t)_i / tools];
    struct ll_error err = {0};
    struct ll_strings findings = LL_STRINGS_INIT;
    ck_assert_msg(ll_verify_run(one, &judgement->memory.runs[(size_t)_i % tools],
                                &findings, &err) == 0,
                  "%s", err.text);
    fail_with(&findings);
}
END_TEST

START_TEST(a_module_behaves_as_it_declares)
{
    struct ll_error err = {0};
    struct ll_strings findings = LL_STRINGS_INIT;
    ck_assert_msg(ll_verify_behaviour(&cases[_i], &judgements[_i].behaviour, &findings,
                                      &err) == 0,
                  "%s", err.text);
    fail_with(&findings);
}
END_TEST

START_TEST(the_steps_of_an_exercise_are_its_faults)
{
    struct ll_error err = {0};
    struct ll_strings findings = LL_STRINGS_INIT;
    ck_assert_msg(ll_verify_steps(&cases[_i], &judgements[_i], &findings, &err) == 0,
                  "%s", err.text);
    fail_with(&findings);
}
END_TEST

/* A sweep starts an interpreter for each program, and a program with threads anew for
 * each failure: these are long. */
static bool is_swept_slowly(void)
{
    const struct ll_manifest *manifest = lesson->manifest;
    for (unsigned i = 0; i < manifest->tools_count; i++)
        if (strcmp(manifest->tools[i], "helgrind") == 0)
            return true;
    return manifest->python;
}

/* Of what is swept slowly, the tests are swept by `make soak`. */
START_TEST(what_is_right_survives_failing_allocations)
{
    struct ll_error err = {0};
    struct ll_strings findings = LL_STRINGS_INIT;
    struct ll_session session = LL_SESSION_INIT;
    struct ll_case one = cases[_i];
    session.no_cache = shared_runs() == NULL;
    if (is_swept_slowly() && !is_soak())
        one.tests.sources.count = 0; /* one.tests is borrowed */
    ck_assert_msg(ll_verify_sweeps(&session, &one, &findings, &err) == 0, "%s",
                  err.text);
    fail_with(&findings);
}
END_TEST

/* `leaklab list` knows how far a learner is from the cache alone: what is not recalled
 * there is never counted as done. */
START_TEST(what_was_judged_is_counted)
{
    struct ll_error err = {0};
    struct ll_session session = LL_SESSION_INIT;
    struct ll_judgement recalled;
    if (shared_runs() == NULL) {
        skip("without the runs of 'make test' nothing is remembered");
        return;
    }
    /* What is still wrong is not swept, and what is right is swept without the cache.
     */
    struct ll_case one = cases[_i];
    if (one.part == LL_PART_SOLUTION)
        one.part = LL_PART_RIGHT;
    int known = ll_judge_recall(&session, lesson, &one, &recalled, &err);
    ck_assert_msg(known >= 0, "%s", err.text);
    ck_assert_msg(known == 1, "'%s' is judged, and not recalled", one.file);
    ll_judgement_release(&recalled);
}
END_TEST

START_TEST(the_tests_of_a_solution_are_clean_under_every_tool)
{
    struct ll_error err = {0};
    struct ll_strings findings = LL_STRINGS_INIT;
    ck_assert_msg(
        ll_verify_watched(&cases[_i], &judgements[_i].watched, &findings, &err) == 0,
        "%s", err.text);
    fail_with(&findings);
}
END_TEST

/* `make soak` judges all of them. */
START_TEST(no_known_wrong_answer_is_done)
{
    size_t count;
    struct ll_error err = {0};
    struct ll_strings findings = LL_STRINGS_INIT;
    struct ll_session session = LL_SESSION_INIT;
    session.no_cache = shared_runs() == NULL;
    ck_assert_msg(ll_verify_wrong(&session, lesson, is_soak() ? 0 : 1, &findings,
                                  &count, &err) == 0,
                  "%s", err.text);
    fail_with(&findings);
}
END_TEST

/* Judge the lesson; 0, or a message on stderr. */
static int judge(unsigned number)
{
    struct ll_error err = {0};
    struct ll_session session = LL_SESSION_INIT;
    session.no_cache = !share_runs();
    folder = ll_lesson_folder(LL_SOURCE_DIR "/lessons", number, &err);
    if (folder == NULL || (lesson = ll_lesson_load(folder, &err)) == NULL ||
        ll_cases(lesson, NULL, true, &cases, &case_count, &err) != 0)
        goto failed;
    judgements = calloc(case_count, sizeof *judgements);
    if (judgements == NULL ||
        ll_judge(&session, lesson, cases, case_count, judgements, &err) != 0)
        goto failed;
    return 0;

failed:
    fprintf(stderr, "%s:%d: %s\n", err.file, err.line, err.text);
    return -1;
}

static void release(void)
{
    for (size_t i = 0; judgements != NULL && i < case_count; i++)
        ll_judgement_release(&judgements[i]);
    free(judgements);
    ll_cases_free(cases, case_count);
    ll_lesson_free(lesson);
    free(folder);
}

/* The right half of a slow pair is left to `make soak`. */
static bool is_swept(const struct ll_case *one)
{
    return one->part == LL_PART_SOLUTION ||
           (one->part == LL_PART_RIGHT && (is_soak() || !is_swept_slowly()));
}

static Suite *make_suite(const char *name)
{
    Suite *suite = suite_create(name);
    TCase *tcase = case_create("modules");
    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, the_folder_is_in_order);
    tcase_add_loop_test(tcase, a_module_reports_what_it_declares, 0,
                        (int)(case_count * judgements[0].memory.run_count));
    tcase_add_loop_test(tcase, a_module_behaves_as_it_declares, 0, (int)case_count);
    tcase_add_loop_test(tcase, the_steps_of_an_exercise_are_its_faults, 0,
                        (int)case_count);
    tcase_add_loop_test(tcase, what_was_judged_is_counted, 0, (int)case_count);
    tcase_add_loop_test(tcase, the_tests_of_a_solution_are_clean_under_every_tool, 0,
                        (int)case_count);
    tcase_add_test(tcase, no_known_wrong_answer_is_done);
    for (size_t i = 0; i < case_count; i++)
        if (is_swept(&cases[i]))
            tcase_add_loop_test(tcase, what_is_right_survives_failing_allocations,
                                (int)i, (int)i + 1);
    return suite;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: test_lessons NUMBER\n");
        return EXIT_FAILURE;
    }
    int status = EXIT_FAILURE;
    if (judge((unsigned)strtoul(argv[1], NULL, 10)) == 0)
        status = suite_run(make_suite(lesson->slug));
    release();
    return status;
}
