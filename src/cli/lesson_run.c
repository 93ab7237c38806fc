/* SPDX-License-Identifier: MIT */
#include "cli/lesson_run.h"

#include <stdlib.h>

#include "cli/lesson_notes.h"
#include "report/text_steps.h"

/* Find out where the last pointers were lost. */
static int explain(const struct ll_session *session, struct ll_judgement *judgements,
                   size_t count, struct ll_error *err)
{
    size_t room = 2 * count, used = 0;
    for (size_t i = 0; i < count; i++)
        room += judgements[i].steps.count;
    struct ll_result **results = calloc(room, sizeof *results);
    if (results == NULL)
        return ll_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        struct ll_steps *steps = &judgements[i].steps;
        bool shown = ll_text_step_to_show(&judgements[i].memory, steps) != NULL;
        results[used++] = &judgements[i].memory;
        if (judgements[i].watched.result.run_count > 0)
            results[used++] = &judgements[i].watched.result;
        for (size_t k = 0; k < steps->count && shown; k++)
            results[used++] = &steps->items[k].result;
    }
    int result = ll_session_explain(session, results, used, err);
    free(results);
    return result;
}

/* Whether a signal stopped a test, though the program is clean: no line is known. */
static bool has_crashed(const struct ll_judgement *judgement)
{
    const struct ll_diags *failed = &judgement->behaviour.diags;
    bool crashed = false;
    for (size_t i = 0; i < failed->count; i++)
        crashed = crashed || failed->items[i].signal != 0;
    return crashed && judgement->memory.verdict == LL_PASS &&
           judgement->watched.result.run_count == 0;
}

/* Find out in which line a test of an exercise crashed. */
static int watch_crashes(const struct ll_session *session,
                         const struct ll_lesson *lesson, const struct ll_case *cases,
                         struct ll_judgement *judgements, size_t count,
                         struct ll_error *err)
{
    int result = 0;
    const struct ll_tool **tools = ll_lesson_tools(lesson, err);
    if (tools == NULL)
        return -1;
    for (size_t i = 0; i < count && result == 0; i++)
        if (cases[i].part == LL_PART_EXERCISE && cases[i].exercise->steps_count == 0 &&
            has_crashed(&judgements[i]))
            result = ll_watched_judge(session, &cases[i].tests, &cases[i].subject,
                                      tools, &judgements[i].watched, err);
    free(tools);
    return result;
}

/* Find out which faults of exercises a test ran into that a signal stopped. */
static int find_stops(const struct ll_session *session, const struct ll_case *cases,
                      struct ll_judgement *judgements, size_t count,
                      struct ll_error *err)
{
    int result = 0;
    for (size_t i = 0; i < count && result == 0; i++)
        if (cases[i].part == LL_PART_EXERCISE)
            result = ll_lesson_find_stops(session, &cases[i], &judgements[i], err);
    return result;
}

int ll_lesson_run(const struct ll_session *session, const struct ll_lesson *lesson,
                  const struct ll_case *cases, size_t count,
                  struct ll_judgement *judgements, struct ll_error *err)
{
    if (ll_judge(session, lesson, cases, count, judgements, err) != 0)
        return -1;
    if (watch_crashes(session, lesson, cases, judgements, count, err) == 0 &&
        find_stops(session, cases, judgements, count, err) == 0 &&
        explain(session, judgements, count, err) == 0)
        return 0;
    for (size_t i = 0; i < count; i++)
        ll_judgement_release(&judgements[i]);
    return -1;
}
