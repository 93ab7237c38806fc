/* SPDX-License-Identifier: MIT */
#include "author/verify.h"

#include <stdlib.h>
#include <string.h>

#include "diag/explain.h"
#include "lesson/match.h"

enum { SWEEP_SECONDS = 60 };

const char *ll_verify_trouble(const struct ll_run *run)
{
    if (run->status == LL_RUN_NOT_BUILT)
        return run->compiler != NULL ? run->compiler : "it does not compile";
    if (run->status != LL_RUN_JUDGED || run->complete != LL_COMPLETE)
        return run->note != NULL ? run->note : "the report is not complete";
    return NULL;
}

/* Whether the tool is missing but optional. */
static bool is_skipped(const struct ll_run *run)
{
    return run->status == LL_RUN_NO_TOOL && !run->tool->by_default;
}

/* Compare the run of one tool with what the module declares for it. */
int ll_verify_run(const struct ll_case *one, const struct ll_run *run,
                  struct ll_strings *findings, struct ll_error *err)
{
    static const struct ll_module nothing = {0};
    struct ll_buf difference = LL_BUF_INIT;
    const char *why = ll_verify_trouble(run);
    int result = 0;
    if (is_skipped(run))
        return 0;
    if (why != NULL) {
        ll_strings_addf(findings, "%s under %s: %s", one->file, run->tool->name, why);
    } else {
        result = ll_match(one->module != NULL ? one->module : &nothing, run->tool->name,
                          &run->diags, &one->labels,
                          ll_strings_argv(&one->subject.roots), &difference, err);
        if (result > 0)
            ll_strings_addf(findings, "%s under %s:\n%s", one->file, run->tool->name,
                            ll_buf_text(&difference));
    }
    ll_buf_release(&difference);
    return result < 0 ? -1 : ll_strings_ok(findings, err);
}

static void add_failed(const char *file, const struct ll_diag *failed,
                       struct ll_strings *findings)
{
    struct ll_buf words = LL_BUF_INIT;
    ll_diag_headline(failed, &words);
    ll_strings_addf(findings, "%s: %s", file, ll_buf_text(&words));
    ll_buf_release(&words);
}

/* A wrong module must pass its tests, unless the manifest says why it cannot. A program
 * whose tests pass hides its fault for a long time: that is what a lesson shows. */
int ll_verify_behaviour(const struct ll_case *one, const struct ll_result *behaviour,
                        struct ll_strings *findings, struct ll_error *err)
{
    const struct ll_module *module = one->module;
    if (one->tests.sources.count == 0)
        return 0;
    bool write =
        module != NULL && one->exercise != NULL && one->exercise->kind == LL_WRITE;
    bool expected = !write && (module == NULL || module->passes_tests == NULL ||
                               *module->passes_tests);
    bool passed = behaviour->verdict == LL_PASS;
    if (passed == expected)
        return 0;
    if (passed && write)
        ll_strings_addf(
            findings,
            "%s passes its tests as shipped: leave the work to the learner, "
            "or test more",
            one->file);
    else if (passed)
        ll_strings_addf(findings,
                        "%s passes its tests, but the manifest says 'passes_tests: "
                        "false': take that out",
                        one->file);
    else if (behaviour->diags.count > 0)
        add_failed(one->file, &behaviour->diags.items[0], findings);
    else
        ll_strings_addf(findings, "%s with its tests: %s", one->file,
                        ll_verify_trouble(behaviour->runs) != NULL
                            ? ll_verify_trouble(behaviour->runs)
                            : "they did not pass");
    return ll_strings_ok(findings, err);
}

/* Whether the diagnosis contains the answer to `question`. */
static bool answers(const struct ll_case *one, const struct ll_diag *fault,
                    const char *question)
{
    struct ll_buf right = LL_BUF_INIT;
    bool known = ll_answers_right(question, fault, one->subject.sources.items[0],
                                  ll_strings_argv(&one->subject.roots), &right);
    ll_buf_release(&right);
    return known;
}

static bool all_tools_there(const struct ll_result *result)
{
    for (size_t i = 0; i < result->run_count; i++)
        if (result->runs[i].status == LL_RUN_NO_TOOL)
            return false;
    return true;
}

/* Check an exercise of kind diagnose: it has one fault, the fault answers every
 * question, and no file shows an answer. */
int ll_verify_answers(const struct ll_case *one, const struct ll_judgement *judgement,
                      struct ll_strings *findings, struct ll_error *err)
{
    const struct ll_diags *diags = &judgement->memory.diags;
    if (one->answers == NULL)
        return 0;
    size_t faults = ll_diags_faults(diags);
    if (faults != 1)
        ll_strings_addf(findings,
                        "%s has %zu faults: a program to be diagnosed has one",
                        one->file, faults);
    for (size_t i = 0; i < judgement->answers.count; i++) {
        const char *question = judgement->answers.items[i].question;
        if (faults == 1 && all_tools_there(&judgement->memory) &&
            !answers(one, &diags->items[0], question))
            ll_strings_addf(
                findings,
                "%s: no tool of the lesson tells '%s' of it: do not ask it, "
                "or add the tool",
                one->file, question);
        if (judgement->answers.items[i].given != NULL)
            ll_strings_addf(findings, "%s: '%s' is answered: leave it to the learner",
                            one->exercise->answers, question);
    }
    for (size_t i = 0; i < one->labels.count; i++)
        ll_strings_addf(findings,
                        "%s:%u: the label '@%s' gives the answer away: "
                        "expect a function instead",
                        one->file, one->labels.items[i].line,
                        one->labels.items[i].name);
    return ll_strings_ok(findings, err);
}

/* As shipped, the tests of each step show faults of its own kinds and no others; in the
 * solution, all steps are mended. */
int ll_verify_steps(const struct ll_case *one, const struct ll_judgement *judgement,
                    struct ll_strings *findings, struct ll_error *err)
{
    bool solved = one->part == LL_PART_SOLUTION;
    for (size_t i = 0; i < judgement->steps.count; i++) {
        const struct ll_step_judgement *item = &judgement->steps.items[i];
        const struct ll_diags *diags = &item->result.diags;
        if (solved && !item->mended)
            ll_strings_addf(findings, "%s: the step '%s' is not mended", one->file,
                            item->step->name);
        if (!solved && ll_diags_faults(diags) == 0)
            ll_strings_addf(findings,
                            "%s: no tool sees a fault in the tests of the step '%s': "
                            "correct the names in 'tests', or test more",
                            one->file, item->step->name);
        for (size_t k = 0; k < diags->count && !solved; k++)
            if (ll_step_is_new(one->exercise, item->step, &diags->items[k]))
                ll_strings_addf(findings,
                                "%s: the tests of the step '%s' show '%s', which is "
                                "not in its 'kinds'",
                                one->file, item->step->name,
                                ll_kind_name(diags->items[k].kind));
    }
    return ll_strings_ok(findings, err);
}

/* The tests of a solution may not show a fault that its program hides. */
int ll_verify_watched(const struct ll_case *one, const struct ll_watched *watched,
                      struct ll_strings *findings, struct ll_error *err)
{
    const struct ll_result *result = &watched->result;
    if (one->part != LL_PART_SOLUTION || result->verdict == LL_PASS)
        return 0;
    struct ll_buf words = LL_BUF_INIT;
    for (size_t i = 0; i < result->run_count && result->diags.count == 0; i++)
        if (words.len == 0 && ll_verify_trouble(&result->runs[i]) != NULL)
            ll_buf_puts(&words, ll_verify_trouble(&result->runs[i]));
    if (result->diags.count > 0)
        ll_diag_headline(&result->diags.items[0], &words);
    ll_strings_addf(findings, "%s with its tests, under the tools: %s", one->file,
                    ll_buf_text(&words));
    ll_buf_release(&words);
    return ll_strings_ok(findings, err);
}

static int verify_case(const struct ll_case *one, const struct ll_judgement *judgement,
                       struct ll_verified *out, struct ll_error *err)
{
    const struct ll_result *memory = &judgement->memory;
    for (size_t i = 0; i < memory->run_count; i++) {
        const struct ll_run *run = &memory->runs[i];
        out->checks += !is_skipped(run);
        if (ll_verify_run(one, run, &out->findings, err) != 0)
            return -1;
    }
    out->checks += 2 + judgement->steps.count;
    if (ll_verify_steps(one, judgement, &out->findings, err) != 0)
        return -1;
    if (ll_verify_answers(one, judgement, &out->findings, err) != 0 ||
        ll_verify_watched(one, &judgement->watched, &out->findings, err) != 0)
        return -1;
    return ll_verify_behaviour(one, &judgement->behaviour, &out->findings, err);
}

/* Check that a right half or a solution survives every failing allocation, in its
 * program and in its suite. */
int ll_verify_sweeps(const struct ll_session *session, const struct ll_case *one,
                     struct ll_strings *findings, struct ll_error *err)
{
    struct ll_sweep sweeps[2] = {0};
    bool asked = one->part == LL_PART_RIGHT || one->part == LL_PART_SOLUTION;
    int result = asked ? ll_judge_sweeps(session, one, SWEEP_SECONDS, sweeps, err) : 0;
    for (size_t i = 0; i < 2 && result == 0 && asked; i++)
        for (size_t j = 0; j < sweeps[i].count; j++) {
            const struct ll_attempt *attempt = &sweeps[i].attempts[j];
            if (attempt->same_as != j || attempt->outcome < LL_UNJUDGED)
                continue;
            const struct ll_frame *own =
                ll_stack_own(&attempt->site, ll_strings_argv(&one->subject.roots));
            ll_strings_addf(
                findings, "%s%s: when allocation %s fails (%s at line %u): %s",
                one->file, i == 0 ? "" : " with its tests",
                attempt->subject.sweep + strlen("fail:"),
                attempt->through != NULL ? attempt->through : attempt->function,
                own != NULL ? own->line : 0, ll_outcome_name(attempt->outcome));
        }
    ll_sweep_release(&sweeps[0]);
    ll_sweep_release(&sweeps[1]);
    return result != 0 ? -1 : ll_strings_ok(findings, err);
}

/* Keep those of the lesson's tools that are compiled into the program: a run costs a
 * tenth. `manifest` and `tools` are room for the copy, which borrows the rest. */
static struct ll_lesson with_quick_tools(const struct ll_lesson *lesson,
                                         struct ll_manifest *manifest, char **tools)
{
    struct ll_lesson quick = *lesson;
    *manifest = *lesson->manifest;
    manifest->tools = tools;
    manifest->tools_count = 0;
    for (unsigned i = 0; i < lesson->manifest->tools_count; i++) {
        const struct ll_tool *tool = ll_tool_find(lesson->manifest->tools[i]);
        if (tool != NULL && tool->is_built_in)
            tools[manifest->tools_count++] = lesson->manifest->tools[i];
    }
    quick.manifest = manifest;
    return quick;
}

/* Judge a wrong answer: first by the quick tools, and by all only if these are content.
 * It must be judged, and must not pass. */
static int verify_wrong(const struct ll_session *session,
                        const struct ll_lesson *lesson, const struct ll_case *one,
                        struct ll_strings *findings, struct ll_error *err)
{
    struct ll_manifest manifest;
    enum ll_verdict verdict = LL_PASS;
    char **tools = calloc(lesson->manifest->tools_count, sizeof *tools);
    if (tools == NULL)
        return ll_fail_memory(err);
    const struct ll_lesson quick = with_quick_tools(lesson, &manifest, tools);
    const struct ll_lesson *ways[] = {&quick, lesson};
    int result = 0;
    for (size_t i = 0; i < 2 && result == 0 && verdict != LL_FAIL; i++) {
        struct ll_judgement judgement = {0};
        if (ways[i]->manifest->tools_count == 0)
            continue;
        result = ll_judge(session, ways[i], one, 1, &judgement, err);
        if (result != 0)
            break;
        verdict = ll_judgement_verdict(&judgement);
        ll_judgement_release(&judgement);
    }
    if (result == 0 && verdict == LL_PASS)
        ll_strings_addf(findings, "%s counts as done, and is wrong: test more",
                        one->file);
    else if (result == 0 && verdict != LL_FAIL)
        ll_strings_addf(findings, "%s cannot be judged (%s): correct it", one->file,
                        ll_verdict_name(verdict));
    free(tools);
    return result != 0 ? -1 : ll_strings_ok(findings, err);
}

int ll_verify_wrong(const struct ll_session *session, const struct ll_lesson *lesson,
                    size_t most, struct ll_strings *findings, size_t *count,
                    struct ll_error *err)
{
    size_t made = 0;
    struct ll_strings names = LL_STRINGS_INIT;
    struct ll_case *cases = NULL;
    *count = 0;
    int result = ll_lesson_wrong(lesson, &names, err);
    if (result == 0 && names.count > 0) {
        result = ll_cases_wrong(lesson, &names, &cases, err);
        made = result == 0 ? names.count : 0;
        *count = most > 0 && most < made ? most : made;
    }
    for (size_t i = 0; i < *count && result == 0; i++)
        result = verify_wrong(session, lesson, &cases[i], findings, err);
    ll_cases_free(cases, made);
    ll_strings_release(&names);
    return result;
}

static int verify_modules(const struct ll_session *session,
                          const struct ll_lesson *lesson, struct ll_verified *out,
                          struct ll_error *err)
{
    int result = -1;
    struct ll_case *cases = NULL;
    struct ll_judgement *judgements = NULL;
    size_t count = 0, judged = 0;
    if (ll_cases(lesson, NULL, true, &cases, &count, err) != 0)
        goto out;
    judgements = calloc(count, sizeof *judgements);
    if (judgements == NULL) {
        ll_fail_memory(err);
        goto out;
    }
    if (ll_judge(session, lesson, cases, count, judgements, err) != 0)
        goto out;
    judged = count;
    result = 0;
    for (size_t i = 0; i < count && result == 0; i++) {
        size_t before = out->findings.count;
        result = verify_case(&cases[i], &judgements[i], out, err);
        if (result == 0 && out->findings.count == before)
            result = ll_verify_sweeps(session, &cases[i], &out->findings, err);
        out->checks++;
    }
    const struct ll_result *first =
        &judgements[0].memory; /* all cases have the same tools */
    for (size_t i = 0; i < first->run_count; i++)
        if (is_skipped(&first->runs[i]))
            ll_strings_addf(&out->skipped, "%s: %s", first->runs[i].tool->name,
                            first->runs[i].note);
    if (result == 0)
        result = ll_strings_ok(&out->skipped, err);

out:
    for (size_t i = 0; i < judged; i++)
        ll_judgement_release(&judgements[i]);
    free(judgements);
    ll_cases_free(cases, count);
    return result;
}

int ll_verify(const struct ll_session *session, const struct ll_lesson *lesson,
              struct ll_verified *out, struct ll_error *err)
{
    struct ll_strings names = LL_STRINGS_INIT;
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++)
        ll_strings_add(&names, (*tool)->name);
    int result = ll_strings_ok(&names, err);
    if (result == 0)
        result = ll_lesson_check(lesson, ll_strings_argv(&names), &out->findings, err);
    if (result == 0)
        result = ll_lesson_todos(lesson, &out->todos, err);
    out->checks += 2;
    /* A folder with missing files cannot be run. */
    if (result == 0 && out->findings.count == 0)
        result = verify_modules(session, lesson, out, err);
    size_t wrong = 0;
    if (result == 0 && out->findings.count == 0)
        result = ll_verify_wrong(session, lesson, 0, &out->findings, &wrong, err);
    out->checks += wrong;
    ll_strings_release(&names);
    return result;
}

void ll_verified_release(struct ll_verified *verified)
{
    ll_strings_release(&verified->findings);
    ll_strings_release(&verified->todos);
    ll_strings_release(&verified->skipped);
}
