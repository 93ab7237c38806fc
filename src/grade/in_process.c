/* SPDX-License-Identifier: MIT */
#include "grade/in_process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diag/explain.h"
#include "grade/explanation.h"
#include "grade/lesson_copy.h"
#include "grade/rubric.h"

/* Take the reason why there is nothing to judge from the runs. */
static int say_why(const struct ll_judgement *judgement, struct ll_graded *graded,
                   struct ll_error *err)
{
    const struct ll_result *results[] = {&judgement->memory, &judgement->behaviour,
                                         &judgement->watched.result};
    const char *why = NULL;
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < results[k]->run_count && why == NULL; i++)
            why = results[k]->runs[i].note;
    graded->why = strdup(why != NULL ? why : "its program did not run to its end");
    return graded->why == NULL ? ll_fail_memory(err) : 0;
}

static int add_item(const struct ll_rubric *rubric, struct ll_graded *graded,
                    enum ll_item_kind kind, const struct ll_result *result,
                    struct ll_error *err)
{
    struct ll_buf message = LL_BUF_INIT;
    size_t faults = 0;
    unsigned cost = 0;
    for (size_t i = 0; i < result->diags.count; i++) {
        if (!ll_kind_is_fault(result->diags.items[i].kind))
            continue;
        ll_buf_puts(&message, faults++ > 0 ? "; " : "");
        ll_diag_headline(&result->diags.items[i], &message);
        cost += ll_rubric_cost(rubric, result->diags.items[i].kind);
    }
    bool test = kind == LL_ITEM_TEST;
    unsigned most = test ? rubric->tests : rubric->memory;
    double points = result->verdict == LL_PASS           ? most
                    : test || result->verdict != LL_FAIL ? 0
                                                         : (double)most - cost;
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

/* The faults of the program; where it has none, those in its tests. */
static const struct ll_result *memory_of(const struct ll_judgement *judgement)
{
    const struct ll_result *watched = &judgement->watched.result;
    return watched->verdict != LL_PASS ? watched : &judgement->memory;
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
    if (add_item(rubric, graded, LL_ITEM_TEST, &judgement->behaviour, err) != 0 ||
        ll_rubric_add_steps(exercise, &judgement->steps, graded, err) != 0 ||
        add_item(rubric, graded, LL_ITEM_MEMORY, memory_of(judgement), err) != 0 ||
        ll_rubric_add_sweep(exercise, judgement, NULL, NULL, graded, err) != 0 ||
        ll_diags_merge(&graded->diags, &memory_of(judgement)->diags, roots, err) != 0)
        return -1;
    return graded->verdict < LL_UNGRADABLE ? 0 : say_why(judgement, graded, err);
}

int ll_grade_in_process(const struct ll_lesson *lesson,
                        const struct ll_exercise *exercise,
                        const struct ll_grade_options *options,
                        const struct ll_intake *intake, struct ll_graded *graded,
                        struct ll_error *err)
{
    struct ll_lesson_copy lesson_copy = {0};
    struct ll_judgement judgement = {0};
    graded->in_process = true;
    int result =
        ll_lesson_copy_open(&lesson_copy, lesson, exercise, options, intake, err);
    if (result == 0)
        result = ll_judge(&lesson_copy.session, lesson_copy.lesson, lesson_copy.one, 1,
                          &judgement, err);
    if (result == 0) {
        const char *const *roots = ll_strings_argv(&lesson_copy.one->subject.roots);
        result = fill(exercise, &judgement, lesson_copy.one, graded, err);
        if (result == 0)
            result =
                ll_explanation_fill(graded, lesson, lesson_copy.source, NULL,
                                    &judgement.memory.warnings, &judgement, roots, err);
        ll_judgement_release(&judgement);
    }
    ll_lesson_copy_close(&lesson_copy);
    return result;
}
