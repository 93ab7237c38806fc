/* SPDX-License-Identifier: MIT */
#include "grade/in_process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/path.h"
#include "diag/explain.h"
#include "grade/feedback.h"
#include "grade/isolated.h"
#include "grade/rubric.h"
#include "judge/judge.h"

/* What the runs say of why there is nothing to judge. */
static int say_why(const struct ll_judgement *judgement, struct ll_graded *graded,
                   struct ll_error *err)
{
    const struct ll_result *results[] = {&judgement->memory, &judgement->behaviour};
    const char *why = NULL;
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < results[k]->run_count && why == NULL; i++)
            why = results[k]->runs[i].note;
    graded->why = strdup(why != NULL ? why : "its program did not run to its end");
    return graded->why == NULL ? ll_fail_memory(err) : 0;
}

static int add_item(struct ll_graded *graded, enum ll_item_kind kind, unsigned most,
                    const struct ll_result *result, struct ll_error *err)
{
    struct ll_buf message = LL_BUF_INIT;
    size_t faults = 0;
    for (size_t i = 0; i < result->diags.count; i++) {
        if (!ll_kind_is_fault(result->diags.items[i].kind))
            continue;
        ll_buf_puts(&message, faults++ > 0 ? "; " : "");
        ll_diag_headline(&result->diags.items[i], &message);
    }
    bool test = kind == LL_ITEM_TEST;
    double points = result->verdict == LL_PASS ? most
                    : test || result->verdict != LL_FAIL
                        ? 0
                        : (double)most - 10 * (double)faults;
    const struct ll_graded_item item = {
        .kind = kind,
        .name = test ? "tests" : "memory",
        .title = test ? "it does what it should" : "its memory is in order",
        .points = points < 0 ? 0 : points,
        .most = most,
        .verdict = result->verdict,
        .message = message.len > 0 ? message.data : NULL,
    };
    int added = message.full ? ll_fail_memory(err) : ll_graded_add(graded, &item, err);
    ll_buf_release(&message);
    return added;
}

static int fill(const struct ll_exercise *exercise,
                const struct ll_judgement *judgement, const struct ll_case *one,
                struct ll_graded *graded, struct ll_error *err)
{
    const struct ll_rubric *rubric = ll_rubric_of(exercise);
    const char *const *roots = ll_strings_argv(&one->subject.roots);
    graded->verdict = ll_judgement_verdict(judgement);
    for (size_t i = 0; i < judgement->memory.run_count; i++)
        graded->seconds += judgement->memory.runs[i].build_seconds +
                           judgement->memory.runs[i].run_seconds;
    if (add_item(graded, LL_ITEM_TEST, rubric->tests, &judgement->behaviour, err) !=
            0 ||
        add_item(graded, LL_ITEM_MEMORY, rubric->memory, &judgement->memory, err) !=
            0 ||
        ll_diags_merge(&graded->diags, &judgement->memory.diags, roots, err) != 0)
        return -1;
    return graded->verdict < LL_UNGRADABLE ? 0 : say_why(judgement, graded, err);
}

/* The submission's file, in the folder's "in". New string. */
static char *put_source(const char *folder, const char *name,
                        const struct ll_intake *intake, struct ll_error *err)
{
    char *path = NULL;
    if (asprintf(&path, "%s/in/%s", folder, name) < 0) {
        ll_fail_memory(err);
        return NULL;
    }
    if (ll_file_write(path, ll_buf_text(&intake->source), intake->source.len, err) ==
            0 &&
        chmod(path, 0644) == 0)
        return path;
    free(path);
    return NULL;
}

static int judge(const struct ll_lesson *lesson, const struct ll_exercise *exercise,
                 const struct ll_grade_options *options, const char *folder,
                 const char *source, struct ll_graded *graded, struct ll_error *err)
{
    struct ll_judgement judgement = {0};
    struct ll_case *cases = NULL;
    size_t count = 0;
    char *in = ll_path_join(folder, "in"), *out = ll_path_join(folder, "out");
    const char *readable[] = {in, lesson->folder, NULL};
    struct ll_isolation isolation = LL_ISOLATION_INIT;
    isolation.readable = readable;
    isolation.allow_less = options->allow_weak_isolation;
    const struct ll_session session = {
        .limits = options->limits, .no_cache = true, .threads = 1};
    int result = in == NULL || out == NULL
                     ? ll_fail_memory(err)
                     : ll_cases(lesson, source, false, &cases, &count, err);
    if (result == 0) {
        /* The last one: the pair stands before it. */
        struct ll_case *one = &cases[count - 1];
        one->subject.isolation = one->tests.isolation = &isolation;
        result = ll_judge(&session, lesson, one, 1, &judgement, err);
        if (result == 0) {
            result = fill(exercise, &judgement, one, graded, err);
            const char *const *roots = ll_strings_argv(&one->subject.roots);
            if (result == 0)
                result = ll_feedback_fill(graded, lesson, source, NULL, roots, err);
            ll_judgement_release(&judgement);
        }
    }
    ll_cases_free(cases, count);
    free(in);
    free(out);
    return result;
}

int ll_grade_in_process(const struct ll_lesson *lesson,
                        const struct ll_exercise *exercise,
                        const struct ll_grade_options *options,
                        const struct ll_intake *intake, struct ll_graded *graded,
                        struct ll_error *err)
{
    graded->in_process = true;
    char *folder = ll_isolated_folder(err);
    char *source = folder == NULL
                       ? NULL
                       : put_source(folder, ll_exercise_file(exercise), intake, err);
    int result = source == NULL
                     ? -1
                     : judge(lesson, exercise, options, folder, source, graded, err);
    if (folder != NULL)
        ll_path_remove_tree(folder);
    free(folder);
    free(source);
    return result;
}
