/* SPDX-License-Identifier: MIT
 *
 * An exercise that is done in steps, at home and in the grader: lesson 28 as shipped,
 * with some of its faults mended, and with new ones. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "grade/grader.h"
#include "judge/judge.h"
#include "report/text_steps.h"
#include "support/runs.h"
#include "support/suite.h"

#define LESSON LL_SOURCE_DIR "/lessons/28-capstone"

/* What mends the fault of each step, and what makes a new one. */
static const struct change {
    const char *from, *to;
} changes[] = {
    {"malloc(game->bag.count * sizeof *names)",
     "malloc((game->bag.count + 1) * sizeof *names)"},
    {"    move->page = NULL;\n    move->before",
     "    move->page = NULL;\n    move->room = game->here;\n    move->before"},
    {"        game->diary = move->page;\n",
     "        game->diary = move->page;\n        move->page = NULL;\n"},
    {"    thing->name += clean - thing->name;",
     "    memmove(thing->name, clean, strlen(clean) + 1);"},
    {"        move->thing->name = move->name;\n",
     "        free(move->thing->name);\n        move->thing->name = move->name;\n"},
    {"    thing->name += clean - thing->name;", "    thing->name = strdup(clean);"},
    {"    struct page *page = malloc(sizeof *page + size);\n",
     "    struct page *page = malloc(sizeof *page + size);\n"
     "    int pages = 2147483647 + (int)size;\n"
     "    (void)pages;\n"},
    {"    name = strdup(new);\n",
     "    void *own = game->diary != NULL ? malloc(3) : NULL;\n"
     "    (void)own;\n"
     "    name = strdup(new);\n"},
};

static struct ll_error err;
static char *here;
static struct ll_lesson *lesson;
static struct ll_case *cases, *exercise;
static size_t count;
static struct ll_judgement judgement;

static void set_up(void)
{
    here = ll_path_temp_dir(NULL);
    lesson = ll_lesson_load(LESSON, &err);
    ck_assert_msg(lesson != NULL, "%s", err.text);
}

static void tear_down(void)
{
    ll_judgement_release(&judgement);
    ll_cases_free(cases, count);
    ll_lesson_free(lesson);
    ll_path_remove_tree(here);
    free(here);
}

/* Replace the first `from` in `text` by `to`. */
static void replace(struct ll_buf *text, const struct change *change)
{
    struct ll_buf changed = LL_BUF_INIT;
    const char *at = strstr(ll_buf_text(text), change->from);
    ck_assert_msg(at != NULL, "exercise.c has no '%s'", change->from);
    ll_buf_add(&changed, text->data, (size_t)(at - text->data));
    ll_buf_puts(&changed, change->to);
    ll_buf_puts(&changed, at + strlen(change->from));
    ll_buf_release(text);
    *text = changed;
}

/* Judge the exercise with these changes: "35" mends the faults of the steps 3 and 5. */
static void judge(const char *which)
{
    struct ll_session session = LL_SESSION_INIT;
    struct ll_buf text = LL_BUF_INIT;
    char *path = ll_path_join(here, "exercise.c");
    session.no_cache = !share_runs();
    ck_assert_int_eq(ll_file_read(LESSON "/exercise.c", 1 << 20, &text, NULL), 0);
    for (const char *c = which; *c != '\0'; c++)
        replace(&text, &changes[*c - '1']);
    ck_assert_int_eq(ll_file_write(path, ll_buf_text(&text), text.len, NULL), 0);
    ck_assert_msg(ll_cases(lesson, path, false, &cases, &count, &err) == 0, "%s",
                  err.text);
    exercise = &cases[count - 1];
    ck_assert_msg(ll_judge(&session, lesson, exercise, 1, &judgement, &err) == 0, "%s",
                  err.text);
    ll_buf_release(&text);
    free(path);
}

/* The grader gives points for the steps that are mended at home, and for no others. */
static void assert_graded(void)
{
    const struct ll_grade_options options = {.exercise = "exercise.c",
                                             .gate = true,
                                             .allow_weak_isolation = true,
                                             .limits = ll_limits_isolated};
    struct ll_grader *grader = ll_grader_new(lesson, &options, &err);
    struct ll_buf why = LL_BUF_INIT;
    struct ll_intake intake;
    struct ll_graded graded;
    size_t step = 0;
    char *path = ll_path_join(here, "exercise.c");
    ck_assert_msg(grader != NULL, "%s", err.text);
    ck_assert_int_eq(ll_intake_read(path, "", false, here, &intake, &why, &err), 0);
    ck_assert_int_eq(ll_grader_grade(grader, "ann", &intake, &graded, &err), 0);
    for (size_t i = 0; i < graded.count; i++) {
        const struct ll_graded_item *item = &graded.items[i];
        if (item->kind != LL_ITEM_STEP)
            continue;
        const struct ll_step_judgement *home = &judgement.steps.items[step++];
        ck_assert_str_eq(item->title, home->step->name);
        ck_assert_double_eq(item->most, 12);
        ck_assert_double_eq(item->points, home->mended ? 12 : 0);
        ck_assert_int_eq(item->message == NULL, home->mended);
    }
    ck_assert_uint_eq(step, 5);
    ll_graded_release(&graded);
    ll_intake_release(&intake);
    ll_grader_free(grader);
    ll_buf_release(&why);
    free(path);
}

/* What is shown of the steps begins with the score. */
static void assert_shown(const char *wanted)
{
    const struct ll_style style = {.width = 80};
    struct ll_buf shown = LL_BUF_INIT;
    ll_text_steps_score(&shown, exercise->exercise, &judgement.memory,
                        &judgement.steps);
    ll_text_steps(&shown, &style, exercise->exercise, &judgement.memory,
                  &judgement.steps);
    ck_assert_str_eq(ll_buf_text(&shown), wanted);
    ll_buf_release(&shown);
}

START_TEST(what_is_seen_hides_the_other_faults)
{
    judge("");
    assert_shown(
        "0 of 5 faults mended\n"
        "   ○ 1  the bag can be listed        seen in the program\n"
        "   ○ 2  a drop can be undone         seen in the program\n"
        "   ○ 3  a torn page can be put back  hidden: the program shows 1 and 2 first\n"
        "   ○ 4  a thing can be washed        hidden: the program shows 1 and 2 first\n"
        "   ○ 5  an old name can come back    hidden: the program shows 1 and 2 "
        "first\n");
    ck_assert_int_eq(ll_judgement_verdict(&judgement), LL_FAIL);
}
END_TEST

/* The program never comes to them. */
START_TEST(hidden_faults_can_be_mended_first)
{
    judge("345");
    ck_assert_uint_eq(ll_steps_mended(&judgement.steps), 3);
    for (size_t i = 0; i < 5; i++)
        ck_assert_int_eq(judgement.steps.items[i].mended, i >= 2);
    ck_assert_ptr_null(ll_text_step_to_show(&judgement.memory, &judgement.steps));
    assert_graded();
}
END_TEST

/* A washed thing gets a name, and nobody frees the old one: such a fault is that of
 * another step. The pages are of no step. */
START_TEST(a_fault_that_the_exercise_did_not_have_is_told)
{
    judge("123567");
    assert_shown(
        "2 of 5 faults mended, 2 new faults\n"
        "   ● 1  the bag can be listed        mended\n"
        "   ● 2  a drop can be undone         mended\n"
        "   ○ 3  a torn page can be put back  a new fault in its tests: "
        "signed-overflow\n"
        "   ○ 4  a thing can be washed        a new fault in its tests: "
        "definitely-lost\n"
        "   ○ 5  an old name can come back    a new fault of its kind in the tests of "
        "4\n"
        "   New, not one of these: the result of 9 + 2147483647 does not fit in the "
        "type\n"
        "   `int`\n");
    ck_assert_int_eq(ll_judgement_verdict(&judgement), LL_FAIL);
}
END_TEST

/* Such a fault is one of the last step's kind. Its tests never call a thing while there
 * is a diary, and the program does. */
START_TEST(a_fault_that_no_test_of_its_step_shows_may_be_new)
{
    judge("123458");
    assert_shown(
        "4 of 5 faults mended\n"
        "   ● 1  the bag can be listed        mended\n"
        "   ● 2  a drop can be undone         mended\n"
        "   ● 3  a torn page can be put back  mended\n"
        "   ● 4  a thing can be washed        mended\n"
        "   ○ 5  an old name can come back    its tests are clean; the program "
        "is not\n"
        "   Perhaps new, the tests of 5 do not show it: 3 bytes were lost "
        "for good\n");
    ck_assert_int_eq(ll_judgement_verdict(&judgement), LL_FAIL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("steps");
    TCase *tcase = case_create("lesson 28");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, what_is_seen_hides_the_other_faults);
    tcase_add_test(tcase, hidden_faults_can_be_mended_first);
    tcase_add_test(tcase, a_fault_that_the_exercise_did_not_have_is_told);
    tcase_add_test(tcase, a_fault_that_no_test_of_its_step_shows_may_be_new);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
