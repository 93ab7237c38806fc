/* SPDX-License-Identifier: MIT
 *
 * What one trial of a submission means for the trials after it. */
#include "grade/examine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "class/class.h"
#include "diag/explain.h"
#include "support/programs.h"
#include "support/suite.h"

/* The lesson's solution with `text` replaced, as far as to its programs. */
static void make(const struct ll_harness *harness, const char *text, const char *with,
                 struct ll_compiled *compiled)
{
    struct ll_buf source = LL_BUF_INIT, changed = LL_BUF_INIT, why = LL_BUF_INIT;
    char *path = ll_path_join(harness->lesson->folder, harness->exercise->solution);
    ck_assert_int_eq(ll_file_read(path, 1 << 20, &source, &err), 0);
    const char *at = strstr(ll_buf_text(&source), text);
    ck_assert_ptr_nonnull(at);
    ll_buf_addf(&changed, "%.*s%s%s", (int)(at - ll_buf_text(&source)),
                ll_buf_text(&source), with, at + strlen(text));
    int made =
        ll_compiled_open(harness, ll_buf_text(&changed), changed.len, compiled, &err);
    if (made == 0)
        made = ll_compiled_preprocess(harness, compiled, &why, &err);
    for (int way = 0; way <= LL_WAY_ASAN && made == 0; way++)
        made = ll_compiled_compile(harness, compiled, (enum ll_way)way, &why, &err);
    for (int way = 0; way <= LL_WAY_ASAN && made == 0; way++)
        made = ll_compiled_link(harness, compiled, (enum ll_way)way, &why, &err);
    ck_assert_msg(made == 0, "%s%s", ll_buf_text(&why), err.text);
    ll_buf_release(&why);
    ll_buf_release(&changed);
    ll_buf_release(&source);
    free(path);
}

/* A lesson, and what a grader has of it. */
struct grading {
    struct ll_lesson *lesson;
    struct ll_harness harness;
    struct ll_reference reference;
    struct ll_limits limits;
};

static void open_lesson(const char *name, struct grading *grading)
{
    struct ll_buf path = LL_BUF_INIT, why = LL_BUF_INIT;
    ll_buf_addf(&path, LL_SOURCE_DIR "/lessons/%s", name);
    *grading = (struct grading){.lesson = ll_lesson_load(ll_buf_text(&path), &err),
                                .limits = ll_limits_isolated};
    ck_assert_msg(grading->lesson != NULL, "%s", err.text);
    const struct ll_exercise *exercise =
        ll_lesson_exercise(grading->lesson, NULL, &err);
    ck_assert_msg(exercise != NULL &&
                      ll_harness_make(grading->lesson, exercise, true,
                                      &grading->harness, &why, &err) == 0 &&
                      ll_reference_make(&grading->harness, &grading->limits,
                                        &grading->reference, &why, &err) == 0,
                  "%s%s", err.text, ll_buf_text(&why));
    ll_buf_release(&why);
    ll_buf_release(&path);
}

static void close_lesson(struct grading *grading)
{
    ll_reference_release(&grading->reference);
    ll_harness_release(&grading->harness);
    ll_lesson_free(grading->lesson);
}

static struct ll_fork_server *start_server(const struct grading *grading,
                                           const char *name)
{
    bool good = false;
    const struct ll_tool *tool = ll_tool_find(name);
    struct ll_fork_server *server =
        ll_fork_server_start(&grading->harness, tool, &grading->limits, &err);
    ck_assert_ptr_nonnull(server);
    ck_assert_int_eq(ll_reference_check_server(&grading->harness, &grading->limits,
                                               &grading->reference, tool, server, &good,
                                               &err),
                     0);
    ck_assert(good);
    return server;
}

/* Two units hang. The trial without a tool knows it after a twentieth of the time
 * limit. A tool runs the first of them, for much less than the limit, and none that
 * were not reached. All of that takes less than 3 s. */
START_TEST(units_that_hang_are_not_run_again_in_full)
{
    struct grading grading;
    struct ll_compiled compiled = {0};
    struct ll_examination out = {0};
    open_lesson("06-double-free", &grading);
    grading.limits.wall_seconds = grading.limits.cpu_seconds = 10;
    make(&grading.harness, "        return 1;", "        for (;;) ;", &compiled);
    const struct ll_examine_order order = {.harness = &grading.harness,
                                           .reference = &grading.reference,
                                           .compiled = &compiled,
                                           .path = "/home/ann/exercise.c",
                                           .limits = grading.limits};
    ck_assert_msg(ll_examine(&order, &out, &err) == 0, "%s", err.text);

    const struct ll_trial *bare = &out.trials[LL_TRIAL_BARE];
    ck_assert_uint_eq(bare->death_count, 2);
    ck_assert_uint_eq(bare->deaths[0].unit, 0);
    uint32_t second = bare->deaths[1].unit;
    ck_assert_uint_eq(bare->given_up, second + 1);
    ck_assert(out.is_fenced); /* there is no other run without a tool */
    double seconds = bare->cpu_seconds;
    for (int kind = 0; kind < LL_TRIAL_BARE; kind++) {
        const struct ll_trial *trial = &out.trials[kind];
        bool tries_it = kind == LL_TRIAL_MEMCHECK || kind == LL_TRIAL_ASAN;
        seconds += trial->cpu_seconds;
        ck_assert(!trial->whole);
        ck_assert_uint_eq(trial->death_count, tries_it);
        ck_assert_uint_eq(trial->units.count,
                          tries_it + (kind == LL_TRIAL_ASAN ? 0 : second - 1));
        ck_assert(!tries_it || ll_trial_hung(trial, 0));
    }
    ck_assert_msg(seconds < 3, "%g s", seconds);
    ck_assert(!out.whole && !out.units[0].passed && !out.units[second].passed);
    ck_assert(out.units[1].passed);
    ck_assert_ptr_nonnull(strstr(out.units[second].message, "used more than"));
    ck_assert_ptr_nonnull(strstr(out.units[second + 1].message, "was not reached"));

    ll_examination_release(&out);
    ll_compiled_release(&compiled);
    close_lesson(&grading);
}
END_TEST

/* In the solution a thread may end before the next one begins. Here each waits while it
 * has a block, so that more of them have one at the same time. Nothing is kept. */
START_TEST(threads_that_have_blocks_at_the_same_time_are_no_fault)
{
    static const char loop[] = "    for (int hour = 0;";
    const struct ll_grade_options options = {.exercise = "exercise.c",
                                             .allow_weak_isolation = true,
                                             .limits = ll_limits_isolated};
    struct ll_buf source = LL_BUF_INIT, changed = LL_BUF_INIT, why = LL_BUF_INIT;
    struct ll_intake intake;
    struct ll_graded graded;
    struct ll_lesson *lesson =
        ll_lesson_load(LL_SOURCE_DIR "/lessons/21-threads", &err);
    ck_assert_msg(lesson != NULL, "%s", err.text);
    struct ll_grader *grader = ll_grader_new(lesson, &options, &err);
    ck_assert_msg(grader != NULL, "%s", err.text);
    ck_assert_int_eq(ll_file_read(LL_SOURCE_DIR "/lessons/21-threads/solution.c",
                                  1 << 20, &source, &err),
                     0);
    const char *at = strstr(ll_buf_text(&source), loop);
    ck_assert_ptr_nonnull(at);
    ll_buf_addf(&changed,
                "%.*s    extern int usleep(unsigned);\n    usleep(50000);\n%s",
                (int)(at - ll_buf_text(&source)), ll_buf_text(&source), at);
    char *here = ll_path_temp_dir(NULL);
    char *path = ll_path_join(here, "exercise.c");
    ck_assert_int_eq(ll_file_write(path, ll_buf_text(&changed), changed.len, &err), 0);
    ck_assert_int_eq(ll_intake_read(path, "", false, "/nowhere", &intake, &why, &err),
                     0);
    ck_assert_int_eq(ll_grader_grade(grader, "ann", &intake, &graded, &err), 0);
    ck_assert_msg(graded.verdict == LL_PASS, "%s", graded.explanation);
    ll_graded_release(&graded);
    ll_intake_release(&intake);
    ll_grader_free(grader);
    ll_lesson_free(lesson);
    ll_buf_release(&changed);
    ll_buf_release(&source);
    ll_path_remove_tree(here);
    free(here);
    free(path);
}
END_TEST

/* Every fault, and where it is: for comparison. */
static void describe(const struct ll_examination *out, struct ll_buf *to)
{
    const char *roots[] = {"/home/ann", NULL};
    for (uint32_t i = 0; i < out->unit_count; i++)
        ll_buf_addf(to, "%u %d %s\n", i, out->units[i].passed,
                    out->units[i].message != NULL ? out->units[i].message : "");
    for (size_t i = 0; i < out->diags.count; i++) {
        struct ll_mark marks[LL_MARKS_MAX];
        const struct ll_diag *diag = &out->diags.items[i];
        size_t count = ll_diag_marks(diag, roots, marks);
        ll_diag_headline(diag, to);
        for (size_t k = 0; k < count; k++)
            ll_buf_addf(to, " %u", marks[k].frame->line);
        for (size_t k = 0; k < diag->witness_count; k++)
            ll_buf_addf(to, " %s", diag->witnesses[k].tool);
        ll_buf_putc(to, '\n');
    }
}

/* A submission that comes to its end, or crashes as it does without a tool, has the
 * same report from a memcheck that was started before it. One that ends in another way
 * is run under a memcheck of its own. */
START_TEST(a_server_reports_what_a_run_without_it_reports)
{
    static const struct {
        const char *text, *with;
        bool served;
    } changes[] = {
        {"        return 1;", "        return 1;", true},
        {"from->mail = NULL;", "from->mail = strdup(\"lost\");", true},
        {"into->mail == NULL", "into->mail != NULL", true},
        {"    free(card->phone);\n    free(card->mail);",
         "    free(card->phone);\n    free(card->mail);\n    free(card->mail);", true},
        {"into->phone = from->phone;", "*(volatile char *)0 = 1;", true},
        {"into->phone = from->phone;", "exit(3);", false},
    };
    struct grading grading;
    open_lesson("06-double-free", &grading);
    char *lastptr = ll_tool_find("lastptr")->version(NULL);
    struct ll_fork_server *servers[LL_FORK_SERVER_COUNT] = {
        start_server(&grading, "memcheck"),
        lastptr != NULL ? start_server(&grading, "lastptr") : NULL};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct ll_compiled compiled = {0};
        struct ll_examination with = {0}, without = {0};
        struct ll_buf left = LL_BUF_INIT, right = LL_BUF_INIT;
        make(&grading.harness, changes[i].text, changes[i].with, &compiled);
        struct ll_examine_order order = {.harness = &grading.harness,
                                         .reference = &grading.reference,
                                         .compiled = &compiled,
                                         .path = "/home/ann/exercise.c",
                                         .limits = grading.limits};
        ck_assert_int_eq(ll_examine(&order, &without, &err), 0);
        memcpy(order.servers, servers, sizeof servers);
        ck_assert_int_eq(ll_examine(&order, &with, &err), 0);
        ck_assert(!without.trials[LL_TRIAL_MEMCHECK].served);
        ck_assert_int_eq(with.trials[LL_TRIAL_MEMCHECK].served, changes[i].served);
        describe(&without, &left);
        describe(&with, &right);
        ck_assert_str_eq(ll_buf_text(&left), ll_buf_text(&right));
        ll_buf_release(&left);
        ll_buf_release(&right);
        ll_examination_release(&with);
        ll_examination_release(&without);
        ll_compiled_release(&compiled);
    }
    for (int i = 0; i < LL_FORK_SERVER_COUNT; i++)
        ll_fork_server_stop(servers[i]);
    free(lastptr);
    close_lesson(&grading);
}
END_TEST

/* Among them one whose driver has an allocation fail. */
START_TEST(a_server_runs_each_kind_of_lesson)
{
    static const char *const names[] = {"03-lost-realloc", "05-unchecked-malloc",
                                        "10-uninitialised"};
    struct grading grading;
    open_lesson(names[_i], &grading);
    ll_fork_server_stop(start_server(&grading, "memcheck"));
    close_lesson(&grading);
}
END_TEST

int main(void)
{
    setenv("LEAKLAB_HOME", LL_BUILD_DIR, 1);
    Suite *suite = suite_create("examine");
    TCase *group = case_create("examine");
    TCase *one = case_create("threads");
    tcase_add_test(group, units_that_hang_are_not_run_again_in_full);
    tcase_add_test(one, threads_that_have_blocks_at_the_same_time_are_no_fault);
    tcase_add_test(group, a_server_reports_what_a_run_without_it_reports);
    tcase_add_loop_test(group, a_server_runs_each_kind_of_lesson, 0, 3);
    suite_add_tcase(suite, group);
    suite_add_tcase(suite, one);
    return suite_run(suite);
}
