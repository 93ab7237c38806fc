/* SPDX-License-Identifier: MIT */
#include "author/draft.h"

#include <stdlib.h>

#include "author/suggest.h"
#include "author/verify.h"

/* Return which module of the skeleton a case is. */
static size_t module_of(const struct ll_case *one)
{
    if (one->part == LL_PART_WRONG)
        return LL_SKELETON_BUGGY;
    if (one->exercise->steps_count > 0)
        return LL_SKELETON_STEPS;
    return one->exercise->kind == LL_FIX ? LL_SKELETON_EXERCISE : LL_SKELETON_SUSPECT;
}

static bool has_kind(const struct ll_diags *diags, enum ll_kind kind)
{
    for (size_t i = 0; i < diags->count; i++)
        if (diags->items[i].kind == kind)
            return true;
    return false;
}

/* Append what the tools reported on one module. It is an error if a tool could not
 * judge it, or if none saw a fault of that kind; in steps, faults have other kinds. */
static int add_expected(const struct ll_case *one, const struct ll_judgement *judgement,
                        enum ll_kind kind, struct ll_buf *out, struct ll_error *err)
{
    const struct ll_result *memory = &judgement->memory;
    for (size_t i = 0; i < memory->run_count; i++) {
        const char *trouble = ll_verify_trouble(&memory->runs[i]);
        if (trouble != NULL)
            return ll_fail(err, LL_FAULT_HARNESS, "cannot judge '%s' under %s: %s",
                           one->file, memory->runs[i].tool->name, trouble);
    }
    if (module_of(one) != LL_SKELETON_STEPS && !has_kind(&memory->diags, kind))
        return ll_fail(err, LL_FAULT_USAGE,
                       "no tool of the lesson reports '%s' on '%s': choose others with "
                       "--tools",
                       ll_kind_name(kind), one->file);
    return ll_suggest_module(one, judgement, out, err);
}

/* Run the wrong modules and write down what the tools report. */
static int ask(const struct ll_session *session, const struct ll_lesson *lesson,
               struct ll_case *cases, size_t count, enum ll_kind kind,
               struct ll_buf expected[LL_SKELETON_WRONG], struct ll_error *err)
{
    struct ll_judgement judgements[LL_SKELETON_WRONG];
    size_t wrong = ll_suggest_cases(cases, count);
    if (ll_judge(session, lesson, cases, wrong, judgements, err) != 0)
        return -1;
    int result = 0;
    for (size_t i = 0; i < wrong && result == 0; i++)
        result = add_expected(&cases[i], &judgements[i], kind,
                              &expected[module_of(&cases[i])], err);
    for (size_t i = 0; i < wrong; i++)
        ll_judgement_release(&judgements[i]);
    return result;
}

int ll_draft(const struct ll_session *session, const struct ll_skeleton *skeleton,
             const char *folder, struct ll_error *err)
{
    struct ll_buf expected[LL_SKELETON_WRONG] = {LL_BUF_INIT, LL_BUF_INIT, LL_BUF_INIT,
                                                 LL_BUF_INIT};
    const char *texts[LL_SKELETON_WRONG];
    struct ll_lesson *lesson = NULL;
    struct ll_case *cases = NULL;
    size_t count = 0;
    int result = -1;
    if (ll_skeleton_write(skeleton, folder, err) != 0 ||
        (lesson = ll_lesson_load(folder, err)) == NULL ||
        ll_cases(lesson, NULL, false, &cases, &count, err) != 0 ||
        ask(session, lesson, cases, count, skeleton->kind, expected, err) != 0)
        goto out;
    for (size_t i = 0; i < LL_SKELETON_WRONG; i++)
        texts[i] = ll_buf_text(&expected[i]);
    result = ll_skeleton_finish(skeleton, folder, texts, err);

out:
    ll_cases_free(cases, count);
    ll_lesson_free(lesson);
    for (size_t i = 0; i < LL_SKELETON_WRONG; i++)
        ll_buf_release(&expected[i]);
    return result;
}
