/* SPDX-License-Identifier: MIT
 *
 * A rubric's points are shared in whole points, none is lost, and none is given twice.
 */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grade/rubric.h"
#include "grade/sweeps.h"
#include "support/suite.h"

enum { UNITS_MOST = 40 };

static char names[UNITS_MOST][8];
static struct ll_unit units[UNITS_MOST];
static struct ll_weight weights[UNITS_MOST];
static struct ll_graded graded;

/* Share `tests` points among the driver and `count` tests "t1", "t2", ...; of those,
 * the first has the weight `first`. */
static void share(unsigned tests, unsigned count, unsigned first)
{
    struct ll_error err = {0};
    struct ll_rubric rubric = {
        .tests = tests, .memory = 100 - tests, .weights = weights};
    struct ll_exercise exercise = {.kind = LL_FIX, .rubric = &rubric};
    struct ll_reference reference = {.units = {.units = units, .count = count + 1}};
    for (unsigned i = 0; i <= count; i++) {
        snprintf(names[i], sizeof names[i], "t%u", i);
        units[i] = (struct ll_unit){.number = i, .name = names[i]};
    }
    if (first != 1)
        weights[rubric.weights_count++] = (struct ll_weight){names[1], first};
    ll_graded_release(&graded);
    graded = (struct ll_graded){0};
    ck_assert_msg(ll_rubric_apply(&exercise, &reference, NULL, &graded, &err) == 0,
                  "%s", err.text);
    ck_assert_uint_eq(graded.count, count + 2);
}

static void assert_shared(void)
{
    double all = 0;
    for (size_t i = 0; i < graded.count; i++)
        all += graded.items[i].most;
    ck_assert_double_eq_tol(all, 100, 1e-9);
    ck_assert_double_eq_tol(graded.most, 100, 1e-9);
}

/* Equal shares differ by one point at most, and the first tests have it. */
START_TEST(all_points_are_shared_in_whole_points)
{
    for (unsigned tests = UNITS_MOST; tests <= 100; tests++) {
        share(tests, (unsigned)_i, 1);
        assert_shared();
        for (int i = 0; i <= _i; i++) {
            double most = graded.items[i].most;
            ck_assert_double_eq(most, floor(most));
            ck_assert_double_le(most, graded.items[0].most);
            ck_assert_double_ge(most, graded.items[0].most - 1);
            ck_assert(i == 0 || most <= graded.items[i - 1].most);
        }
    }
}
END_TEST

START_TEST(a_test_of_weight_3_has_three_shares)
{
    share(60, 6, 3); /* nine shares of 6 and two thirds */
    assert_shared();
    ck_assert_double_eq(graded.items[0].most, 7);
    ck_assert_double_eq(graded.items[1].most, 20);
    ck_assert_double_eq(graded.items[6].most, 6);
    share(60, 5, 0); /* one that is worth nothing */
    assert_shared();
    ck_assert_double_eq(graded.items[1].most, 0);
    ck_assert_double_eq(graded.items[2].most, 12);
}
END_TEST

START_TEST(points_are_shared_exactly_when_there_are_more_tests_than_points)
{
    share(10, 30, 1);
    assert_shared();
    for (int i = 0; i <= 30; i++)
        ck_assert_double_eq_tol(graded.items[i].most, 10.0 / 31, 1e-9);
    share(0, 3, 1);
    assert_shared();
}
END_TEST

START_TEST(steps_share_their_points)
{
    struct ll_error err = {0};
    struct ll_step steps[] = {{.name = "a first one"}, {.name = "b"}, {.name = "c"}};
    const struct ll_exercise exercise = {
        .kind = LL_FIX, .steps = steps, .steps_count = 3};
    struct ll_run run = {0};
    struct ll_step_judgement items[] = {
        {.mended = true, .result = {.runs = &run, .run_count = 1}},
        {.result = {.runs = &run, .run_count = 1}},
        {0}};
    const struct ll_steps judged = {items, 3};
    ck_assert_uint_eq(ll_rubric_of(&exercise)->steps, 60);
    ck_assert_int_eq(ll_rubric_add_steps(&exercise, &judged, &graded, &err), 0);
    ck_assert_uint_eq(graded.count, 3);
    ck_assert_int_eq(graded.items[0].kind, LL_ITEM_STEP);
    ck_assert_str_eq(graded.items[0].name, "a_first_one");
    ck_assert_double_eq(graded.score, 20);
    ck_assert_double_eq(graded.most, 60);
    ck_assert_int_eq(graded.items[0].verdict, LL_PASS);
    ck_assert_int_eq(graded.items[1].verdict, LL_FAIL);
    ck_assert_int_eq(graded.items[2].verdict, LL_UNGRADABLE);
}
END_TEST

/* ---- failing allocations ------------------------------------------------------- */

enum { ATTEMPTS_MOST = 12 };

static const struct swept {
    unsigned long allocations, untried, tried, faults, solutions;
    bool late, recalled;
    const char *differs;
    enum ll_verdict verdict;
    double points; /* of 20 */
} swept[] = {
    {.allocations = 10, .tried = 10, .verdict = LL_PASS, .points = 20},
    {.allocations = 10, .tried = 10, .faults = 5, .verdict = LL_FAIL, .points = 10},
    /* More attempts than the base run has allocations: some need more once one fails.
     */
    {.allocations = 4, .tried = 12, .faults = 1, .verdict = LL_FAIL, .points = 18},
    {.allocations = 4,
     .untried = 9,
     .tried = 2,
     .faults = 1,
     .verdict = LL_FAIL,
     .points = 10},
    /* What was not tried is no share. */
    {.allocations = 10,
     .untried = 5,
     .tried = 5,
     .late = true,
     .verdict = LL_FAIL,
     .points = 10},
    {.allocations = 10,
     .untried = 5,
     .tried = 5,
     .faults = 1,
     .late = true,
     .verdict = LL_FAIL,
     .points = 8},
    {.allocations = 100, .untried = 95, .tried = 5, .verdict = LL_PASS, .points = 20},
    /* One of two tools was late. */
    {.allocations = 5,
     .untried = 2,
     .tried = 5,
     .late = true,
     .verdict = LL_PASS,
     .points = 20},
    {.verdict = LL_FAIL}, /* all of none */
    {.allocations = 7, .recalled = true, .verdict = LL_PASS, .points = 20},
    /* More than the solution has: a fault costs no less for it. */
    {.allocations = 5,
     .tried = 5,
     .faults = 1,
     .solutions = 2,
     .verdict = LL_FAIL,
     .points = 10},
    {.allocations = 5, .tried = 5, .faults = 3, .solutions = 2, .verdict = LL_FAIL},
    {.allocations = 5,
     .tried = 5,
     .faults = 1,
     .solutions = 9,
     .verdict = LL_FAIL,
     .points = 16},
    {.allocations = 5, .tried = 5, .solutions = 2, .verdict = LL_PASS, .points = 20},
    {.allocations = 4, .tried = 4, .differs = "it does", .verdict = LL_FAIL},
};

START_TEST(a_share_of_failures_is_never_more_than_all)
{
    struct ll_error err = {0};
    const struct swept *as = &swept[_i];
    struct ll_rubric rubric = {.tests = 50, .memory = 30, .sweep = 20};
    const struct ll_exercise exercise = {
        .kind = LL_FIX, .rubric = &rubric, .sweep = true};
    struct ll_attempt attempts[ATTEMPTS_MOST] = {0};
    struct ll_subject subject = {0};
    struct ll_judgement judgement = {0};
    const struct ll_unswept unswept = {.solutions = {as->solutions}};
    judgement.sweeps[0] =
        (struct ll_sweep){.base = {.subject = &subject, .verdict = LL_PASS},
                          .attempts = attempts,
                          .count = as->tried,
                          .allocations = as->allocations,
                          .untried = as->untried,
                          .distinct = as->untried > 0 && !as->late,
                          .late = as->late,
                          .recalled = as->recalled};
    for (size_t i = 0; i < as->tried; i++) {
        attempts[i].number = i + 1;
        attempts[i].same_as = i;
        attempts[i].function = (char *)"malloc";
        attempts[i].outcome = i < as->faults ? LL_CRASHED : LL_GAVE_UP;
    }
    ck_assert_int_eq(ll_rubric_add_sweep(&exercise, &judgement, &unswept, as->differs,
                                         &graded, &err),
                     0);
    ck_assert_int_eq(graded.items[0].verdict, as->verdict);
    ck_assert_double_eq(graded.items[0].points, as->points);
    ck_assert_double_eq(graded.score, as->points);
    ck_assert(as->verdict == LL_PASS || graded.items[0].message != NULL);
}
END_TEST

/* Where it does not come to its end in a sweep of which the tests go well, it has no
 * share. */
START_TEST(an_endless_sweep_has_no_share)
{
    struct ll_rubric rubric = {.tests = 50, .memory = 30, .sweep = 20};
    const struct ll_exercise exercise = {
        .kind = LL_FIX, .rubric = &rubric, .sweep = true};
    struct ll_attempt attempt = {.number = 1, .outcome = LL_GAVE_UP};
    struct ll_subject subject = {0};
    struct ll_judgement judgement = {0};
    struct ll_error err = {0};
    judgement.sweeps[0].base =
        (struct ll_result){.subject = &subject, .verdict = LL_UNGRADABLE};
    judgement.sweeps[1] =
        (struct ll_sweep){.base = {.subject = &subject, .verdict = LL_PASS},
                          .attempts = &attempt,
                          .count = 1,
                          .allocations = 2,
                          .untried = 1,
                          .late = true};
    ck_assert_int_eq(
        ll_rubric_add_sweep(&exercise, &judgement, NULL, NULL, &graded, &err), 0);
    ck_assert_int_eq(graded.items[0].verdict, LL_FAIL);
    ck_assert_double_eq(graded.items[0].points, 0);
    ck_assert_ptr_nonnull(strstr(graded.items[0].message, "does not come to its end"));
}
END_TEST

/* Of what a sweep did not try, only that costs points for which the submission used up
 * the processor time. */
START_TEST(a_busy_machine_costs_no_points)
{
    static const struct {
        bool late, waited, delayed, trouble, own;
        enum ll_outcome outcome;
        enum ll_verdict base;
    } cases[] = {
        {.outcome = LL_GAVE_UP},
        {.late = true, .trouble = true, .own = true, .outcome = LL_GAVE_UP},
        {.late = true, .waited = true, .trouble = true, .outcome = LL_GAVE_UP},
        {.late = true, .waited = true, .outcome = LL_CRASHED}, /* a fault */
        {.trouble = true, .outcome = LL_UNJUDGED},
        {.trouble = true, .own = true, .outcome = LL_GAVE_UP, .base = LL_UNGRADABLE},
        {.delayed = true,
         .trouble = true,
         .outcome = LL_GAVE_UP,
         .base = LL_UNGRADABLE},
        {.outcome = LL_GAVE_UP, .base = LL_FAIL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ll_subject subject = {0};
        struct ll_judgement judgement = {0};
        struct ll_attempt attempt = {.number = 1, .outcome = cases[i].outcome};
        bool own = false;
        judgement.sweeps[1] =
            (struct ll_sweep){.base = {.subject = &subject, .verdict = cases[i].base},
                              .attempts = &attempt,
                              .count = 1,
                              .allocations = 2,
                              .untried = cases[i].late,
                              .late = cases[i].late,
                              .waited = cases[i].waited,
                              .delayed = cases[i].delayed};
        const char *trouble = ll_grade_sweeps_trouble(&judgement, &own);
        ck_assert_msg((trouble != NULL) == cases[i].trouble, "case %zu: %s", i,
                      trouble != NULL ? trouble : "no trouble");
        ck_assert_msg(own == cases[i].own, "case %zu", i);
    }
}
END_TEST

START_TEST(an_item_has_at_most_its_points_and_at_least_none)
{
    struct ll_error err = {0};
    struct ll_graded_item item = {.name = "a", .title = "a", .most = 10};
    const double given[] = {11, 10, -1, NAN};
    const double kept[] = {10, 10, 0, 0};
    for (size_t i = 0; i < 4; i++) {
        item.points = given[i];
        ck_assert_int_eq(ll_graded_add(&graded, &item, &err), 0);
        ck_assert_double_eq(graded.items[i].points, kept[i]);
    }
    ck_assert_double_eq(graded.score, 20);
}
END_TEST

/* What its memory is worth: of the driver and one test that fails, `idle` without an
 * allocation, and where the program does not end well. */
static double judge_memory(bool idle, bool whole)
{
    struct ll_error err = {0};
    struct ll_rubric rubric = {.tests = 60, .memory = 40};
    struct ll_exercise exercise = {.kind = LL_FIX, .rubric = &rubric};
    struct ll_balance wanted[] = {{.unit = 2, .allocations = 3}}, had[] = {{.unit = 2}};
    struct ll_unit_outcome outcomes[] = {{.passed = true, .ended = true},
                                         {.passed = true, .ended = true},
                                         {.ended = true}};
    struct ll_reference reference = {.units = {.units = units, .count = 3},
                                     .trace = {.items = wanted, .count = 1}};
    struct ll_examination examination = {
        .units = outcomes, .unit_count = 3, .whole = whole};
    had[0].allocations = idle ? 0 : 1;
    examination.trials[LL_TRIAL_MEMCHECK].trace =
        (struct ll_malloc_trace){.items = had, .count = 1};
    for (unsigned i = 0; i < 3; i++) {
        snprintf(names[i], sizeof names[i], "t%u", i);
        units[i] = (struct ll_unit){.number = i, .name = names[i]};
    }
    ll_graded_release(&graded);
    graded = (struct ll_graded){0};
    ck_assert_int_eq(
        ll_rubric_apply(&exercise, &reference, &examination, &graded, &err), 0);
    return graded.items[graded.count - 1].points;
}

START_TEST(what_fails_without_an_allocation_says_nothing_of_memory)
{
    ck_assert_double_eq(judge_memory(false, true), 40);
    ck_assert_double_eq(judge_memory(true, true), 26);
}
END_TEST

START_TEST(a_program_that_does_not_end_well_has_a_fault)
{
    ck_assert_double_eq(judge_memory(false, false), 30);
}
END_TEST

static void release(void)
{
    ll_graded_release(&graded);
    graded = (struct ll_graded){0};
}

int main(void)
{
    Suite *suite = suite_create("rubric");
    TCase *tcase = case_create("shares");
    tcase_add_checked_fixture(tcase, NULL, release);
    tcase_add_loop_test(tcase, all_points_are_shared_in_whole_points, 0, UNITS_MOST);
    tcase_add_test(tcase, a_test_of_weight_3_has_three_shares);
    tcase_add_test(tcase,
                   points_are_shared_exactly_when_there_are_more_tests_than_points);
    tcase_add_test(tcase, steps_share_their_points);
    tcase_add_loop_test(tcase, a_share_of_failures_is_never_more_than_all, 0,
                        sizeof swept / sizeof *swept);
    tcase_add_test(tcase, an_endless_sweep_has_no_share);
    tcase_add_test(tcase, a_busy_machine_costs_no_points);
    tcase_add_test(tcase, what_fails_without_an_allocation_says_nothing_of_memory);
    tcase_add_test(tcase, a_program_that_does_not_end_well_has_a_fault);
    tcase_add_test(tcase, an_item_has_at_most_its_points_and_at_least_none);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
