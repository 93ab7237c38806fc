/* SPDX-License-Identifier: MIT */
#include "judge/judge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/c_tokens.h"
#include "base/path.h"
#include "session/differ.h"

#define SOURCE_MAX ((size_t)4 * 1024 * 1024)

/* Add the lesson's files `files` to `subject`, and `extra`, where it is not NULL. */
static int add_files(struct ll_subject *subject, const struct ll_lesson *lesson,
                     const char *module, char *const *files, unsigned count,
                     struct ll_error *err)
{
    for (unsigned i = 0; i <= count; i++) {
        char *path = ll_path_join(lesson->folder, i == 0 ? module : files[i - 1]);
        if (path == NULL)
            return ll_fail_memory(err);
        int result = ll_subject_add_source(subject, path, err);
        free(path);
        if (result != 0)
            return result;
    }
    return 0;
}

/* Whether the C file `path` has a function main. */
static int has_main(const char *path, bool *has, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    struct ll_c_tokens tokens;
    struct ll_c_token token;
    bool named = false;
    int result = ll_file_read(path, SOURCE_MAX, &text, err);
    ll_c_tokens_init(&tokens, ll_buf_text(&text), text.len);
    *has = false;
    while (!*has && ll_c_tokens_next(&tokens, &token)) {
        *has = named && token.kind == LL_C_SIGN && token.sign == '(';
        named = token.kind == LL_C_WORD && ll_c_token_is(&token, "main");
    }
    ll_buf_release(&text);
    return result;
}

/* Add those of the driver's files to the suite that belong to both: C without a main.
 */
static int add_shared(struct ll_subject *suite, const struct ll_lesson *lesson,
                      char *const *files, unsigned count, struct ll_error *err)
{
    int result = 0;
    for (unsigned i = 0; i < count && result == 0; i++) {
        bool driver = true;
        char *path = ll_path_join(lesson->folder, files[i]);
        if (path == NULL)
            return ll_fail_memory(err);
        if (ll_path_ends(path, ".c") && ll_path_exists(path))
            result = has_main(path, &driver, err);
        if (result == 0 && !driver)
            result = ll_subject_add_source(suite, path, err);
        free(path);
    }
    return result;
}

/* Fill what driver and suite share: name, runtime parts, include folder, work folder.
 */
static int fill_common(struct ll_subject *subject, const struct ll_lesson *lesson,
                       const char *file, struct ll_error *err)
{
    const struct ll_manifest *manifest = lesson->manifest;
    subject->name = strdup(ll_path_base(file));
    subject->folder = strdup(lesson->folder);
    subject->python = manifest->python;
    for (unsigned i = 0; i < manifest->allocator_count; i++)
        ll_strings_add(&subject->allocators, manifest->allocator[i]);
    if (subject->name == NULL || subject->folder == NULL)
        return ll_fail_memory(err);
    ll_strings_addf(&subject->cflags, "-I%s", lesson->folder);
    ll_strings_add(&subject->libs, "-lm");
    if (ll_strings_ok(&subject->libs, err) != 0 ||
        ll_strings_ok(&subject->allocators, err) != 0)
        return -1;
    return ll_strings_ok(&subject->cflags, err);
}

static int read_labels(struct ll_case *one, struct ll_error *err)
{
    for (size_t i = 0; i < one->subject.sources.count; i++)
        if (ll_labels_read(&one->labels, one->subject.sources.items[i], err) != 0)
            return -1;
    return 0;
}

/* The files that a module is compiled and tested with. */
struct company {
    char *const *files;
    unsigned files_count;
    char *tests;        /* NULL: none */
    const char *module; /* in Cython: its name */
};

static int make_case(struct ll_case *one, const struct ll_lesson *lesson,
                     const char *file, const struct company *company,
                     struct ll_error *err)
{
    one->file = file;
    if (company->module != NULL &&
        ((one->subject.module = strdup(company->module)) == NULL ||
         (one->tests.module = strdup(company->module)) == NULL))
        return ll_fail_memory(err);
    if (fill_common(&one->subject, lesson, file, err) != 0 ||
        add_files(&one->subject, lesson, file, company->files, company->files_count,
                  err) != 0 ||
        fill_common(&one->tests, lesson, file, err) != 0 ||
        (company->tests != NULL &&
         (add_files(&one->tests, lesson, file, &company->tests, 1, err) != 0 ||
          add_shared(&one->tests, lesson, company->files, company->files_count, err) !=
              0)))
        return -1;
    one->tests.is_suite = true;
    one->subject.returns = one->tests.returns = true;
    one->subject.reachable = ll_lesson_reachable(lesson, one->exercise);
    if (one->subject.reachable == LL_REACHABLE_FAULT)
        one->tests.reachable = LL_REACHABLE_FAULT;
    for (unsigned i = 0; i < lesson->manifest->more_count; i++)
        ll_strings_add(&one->subject.more_args, lesson->manifest->more[i]);
    if (ll_strings_ok(&one->subject.more_args, err) != 0)
        return -1;
    /* The lesson's failing allocation is for the driver only, not for the suite. */
    const char *fail = lesson->manifest->fail;
    if (fail != NULL && (one->subject.fail = strdup(fail)) == NULL)
        return ll_fail_memory(err);
    return read_labels(one, err);
}

/* Find the exercise that `file` is an answer to; NULL: none. */
static const struct ll_exercise *meant_by(const struct ll_manifest *manifest,
                                          const char *file)
{
    const char *dot = strrchr(ll_path_base(file), '.');
    const struct ll_exercise *alike = NULL;
    for (unsigned i = 0; i < manifest->exercises_count; i++) {
        const struct ll_exercise *exercise = &manifest->exercises[i];
        const char *own = ll_exercise_file(exercise);
        if (strcmp(own, ll_path_base(file)) == 0)
            return exercise;
        const char *own_dot = strrchr(own, '.');
        if (alike == NULL && dot != NULL && own_dot != NULL &&
            strcmp(dot, own_dot) == 0)
            alike = exercise;
    }
    return alike;
}

/* Make a case of an exercise, with `file` in place of the learner's file. */
static int make_exercise(struct ll_case *one, const struct ll_lesson *lesson,
                         const struct ll_exercise *exercise, const char *file,
                         struct ll_error *err)
{
    struct company company = {exercise->files, exercise->files_count, exercise->tests,
                              exercise->module_name};
    one->exercise = exercise;
    one->prints = one->subject.prints = exercise->prints;
    if (exercise->kind == LL_DIAGNOSE) {
        one->answers = ll_path_join(lesson->folder, file);
        if (one->answers == NULL)
            return ll_fail_memory(err);
        file = exercise->module.file;
    }
    return make_case(one, lesson, file, &company, err);
}

/* Whether the file that a learner edits is not there. */
static bool is_missing(const struct ll_lesson *lesson, const char *file)
{
    char *path = ll_path_join(lesson->folder, file);
    bool missing = path != NULL && !ll_path_exists(path);
    free(path);
    return missing;
}

/* Which exercises are listed, and how. */
struct listing {
    const char *given; /* a file in place of one of them; NULL: all */
    bool solutions;    /* these, too */
    bool gaps;         /* one whose file is missing is no error */
};

static int fill_cases(const struct ll_lesson *lesson, const struct listing *listing,
                      struct ll_case *all, size_t *made, struct ll_error *err)
{
    const char *given = listing->given;
    const struct ll_manifest *manifest = lesson->manifest;
    const struct ll_pair *pair = manifest->pair;
    const struct company halves = {pair->files, pair->files_count, pair->tests,
                                   pair->module};
    const struct ll_exercise *only = NULL;
    if (given != NULL && (only = meant_by(manifest, given)) == NULL)
        return ll_fail(err, LL_FAULT_USAGE,
                       "'%s' is no answer to an exercise of this lesson: its exercises "
                       "are done in files like '%s'",
                       given, ll_exercise_file(&manifest->exercises[0]));

    for (unsigned i = 0; i <= pair->buggy_count; i++) {
        struct ll_case *one = &all[(*made)++];
        bool wrong = i < pair->buggy_count;
        one->part = wrong ? LL_PART_WRONG : LL_PART_RIGHT;
        one->module = wrong ? &pair->buggy[i] : NULL;
        if (make_case(one, lesson, wrong ? pair->buggy[i].file : pair->correct, &halves,
                      err) != 0)
            return -1;
    }
    for (unsigned i = 0; i < manifest->exercises_count; i++) {
        const struct ll_exercise *exercise = &manifest->exercises[i];
        if (only != NULL && only != exercise)
            continue;
        struct ll_case *one = &all[(*made)++];
        one->part = LL_PART_EXERCISE;
        one->module = &exercise->module;
        const char *file = only != NULL ? given : ll_exercise_file(exercise);
        if (listing->gaps && exercise->kind != LL_DIAGNOSE &&
            is_missing(lesson, file)) {
            one->file = file;
            one->exercise = exercise;
        } else if (make_exercise(one, lesson, exercise, file, err) != 0) {
            return -1;
        }
        if (!listing->solutions || exercise->solution == NULL)
            continue;
        one = &all[(*made)++];
        one->part = LL_PART_SOLUTION;
        if (make_exercise(one, lesson, exercise, exercise->solution, err) != 0)
            return -1;
    }
    return 0;
}

static int list_cases(const struct ll_lesson *lesson, const struct listing *listing,
                      struct ll_case **cases, size_t *count, struct ll_error *err)
{
    const struct ll_manifest *manifest = lesson->manifest;
    size_t made = 0, most = manifest->pair->buggy_count + 1 +
                            (size_t)2 * manifest->exercises_count;
    struct ll_case *all = calloc(most, sizeof *all);
    if (all == NULL)
        return ll_fail_memory(err);
    if (fill_cases(lesson, listing, all, &made, err) != 0) {
        ll_cases_free(all, made);
        return -1;
    }
    *cases = all;
    *count = made;
    return 0;
}

int ll_cases(const struct ll_lesson *lesson, const char *exercise, bool with_solutions,
             struct ll_case **cases, size_t *count, struct ll_error *err)
{
    const struct listing listing = {.given = exercise, .solutions = with_solutions};
    return list_cases(lesson, &listing, cases, count, err);
}

int ll_cases_at_home(const struct ll_lesson *lesson, const char *exercise,
                     struct ll_case **cases, size_t *count, struct ll_error *err)
{
    const struct listing listing = {.given = exercise, .gaps = true};
    return list_cases(lesson, &listing, cases, count, err);
}

int ll_cases_wrong(const struct ll_lesson *lesson, const struct ll_strings *names,
                   struct ll_case **cases, struct ll_error *err)
{
    struct ll_case *all = calloc(names->count, sizeof *all);
    if (all == NULL)
        return ll_fail_memory(err);
    for (size_t i = 0; i < names->count; i++) {
        const char *name = names->items[i];
        const struct ll_exercise *exercise = ll_lesson_wrong_for(lesson, name);
        all[i].part = LL_PART_EXERCISE;
        int result =
            exercise == NULL
                ? ll_fail(err, LL_FAULT_INPUT, "'%s' answers no exercise", name)
                : make_exercise(&all[i], lesson, exercise, name, err);
        if (result != 0) {
            ll_cases_free(all, i + 1);
            return -1;
        }
    }
    *cases = all;
    return 0;
}

void ll_cases_free(struct ll_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ll_subject_release(&cases[i].subject);
        ll_subject_release(&cases[i].tests);
        ll_labels_release(&cases[i].labels);
        free(cases[i].answers);
    }
    free(cases);
}

const struct ll_tool **ll_lesson_tools(const struct ll_lesson *lesson,
                                       struct ll_error *err)
{
    const struct ll_manifest *manifest = lesson->manifest;
    const struct ll_tool **tools = calloc(manifest->tools_count + 1, sizeof(void *));
    if (tools == NULL) {
        ll_fail_memory(err);
        return NULL;
    }
    for (unsigned i = 0; i < manifest->tools_count; i++) {
        tools[i] = ll_tool_find(manifest->tools[i]);
        if (tools[i] == NULL) {
            ll_fail(err, LL_FAULT_INPUT, "lesson %u asks for an unknown tool, '%s'",
                    lesson->number, manifest->tools[i]);
            free(tools);
            return NULL;
        }
    }
    return tools;
}

/* Whether the run went well but for what was kept to its end, as after exit(). */
static bool went_well(const struct ll_result *memory)
{
    for (size_t i = 0; i < memory->diags.count; i++)
        if (ll_kind_is_fault(memory->diags.items[i].kind) &&
            !ll_kind_is_reachable(memory->diags.items[i].kind))
            return false;
    return memory->verdict == LL_PASS || memory->verdict == LL_FAIL;
}

/* Check what the program prints. A program can be clean only because it does nothing
 * any more, or ends early. Other output than expected is a failed test. */
static int judge_output(const struct ll_case *one, struct ll_judgement *judgement,
                        struct ll_error *err)
{
    const struct ll_result *memory = &judgement->memory;
    if (one->prints == NULL || !went_well(memory) ||
        judgement->behaviour.verdict > LL_FAIL)
        return 0;
    const struct ll_run *run = memory->runs;
    while (run->status != LL_RUN_JUDGED)
        run++;
    const char *printed = run->output == NULL ? "" : run->output;
    if (strcmp(printed, one->prints) == 0)
        return 0;

    struct ll_buf what = LL_BUF_INIT;
    ll_differ_say(printed, one->prints, &what);
    judgement->behaviour.verdict = LL_FAIL;
    judgement->misprints = true;
    return ll_diags_add_words(&judgement->behaviour.diags, &what, NULL,
                              ll_tool_for(LL_TOOL_SUITE)->name, err);
}

/* A file that cannot be read belongs to the judgement: the learner has to mend it. */
static int take_trouble(struct ll_answers *answers, struct ll_error *err)
{
    if (err == NULL || err->fault != LL_FAULT_INPUT)
        return -1;
    const struct ll_error unreadable = *err;
    *err = (struct ll_error){0};
    int length =
        unreadable.line > 0
            ? asprintf(&answers->trouble, "%s:%d: %s", ll_path_base(unreadable.file),
                       unreadable.line, unreadable.text)
            : asprintf(&answers->trouble, "%s", unreadable.text);
    if (length >= 0)
        return 0;
    answers->trouble = NULL;
    return ll_fail_memory(err);
}

/* Mark the answers to a diagnose exercise, whose program has one fault. */
static int judge_answers(const struct ll_case *one, struct ll_judgement *judgement,
                         struct ll_error *err)
{
    const struct ll_diags *diags = &judgement->memory.diags;
    const struct ll_diag *truth = NULL;
    for (size_t i = 0; i < diags->count && truth == NULL; i++)
        if (ll_kind_is_fault(diags->items[i].kind))
            truth = &diags->items[i];
    if (ll_answers_read(one->answers, one->exercise, &judgement->answers, err) != 0)
        return take_trouble(&judgement->answers, err);
    if (truth == NULL) /* the runs have notes that say why */
        return 0;
    return ll_answers_mark(&judgement->answers, truth, one->subject.sources.items[0],
                           ll_strings_argv(&one->subject.roots), err);
}

/* So many allocations of a suite fail under memcheck, too, which also sees the use of
 * what was never set. With an interpreter each one takes seconds. */
enum { SAMPLE = 24 };

/* The tools of a sweep. A suite makes many more allocations than a program, and a
 * failure costs ten times less under AddressSanitizer than under memcheck. */
static const struct ll_tool *const *sweep_tools(const struct ll_subject *subject)
{
    static const struct ll_tool *all[3];
    all[0] = ll_tool_for(LL_TOOL_WATCHER);
    all[1] = ll_tool_for(LL_TOOL_BUILT_IN);
    return subject->is_suite ? all + 1 : all;
}

bool ll_judge_swept_well(const struct ll_sweep *sweep)
{
    return sweep->base.subject == NULL || sweep->recalled ||
           (ll_sweep_faults(sweep) == 0 &&
            ll_sweep_verdict(sweep) != LL_HARNESS_ERROR &&
            sweep->base.verdict == LL_PASS);
}

int ll_judge_sweeps(const struct ll_session *session, const struct ll_case *one,
                    double seconds, struct ll_sweep sweeps[2], struct ll_error *err)
{
    const struct ll_subject *subjects[] = {&one->subject, &one->tests};
    for (size_t i = 0; i < 2; i++) {
        struct ll_sweep_options options = {
            .tools = sweep_tools(subjects[i]), .seconds = seconds, .recall = true};
        if (subjects[i]->is_suite && !subjects[i]->python) {
            options.sampling = ll_tool_for(LL_TOOL_WATCHER);
            options.sample = SAMPLE;
        }
        if (subjects[i]->sources.count > 0 &&
            ll_sweep_run(session, subjects[i], &options, &sweeps[i], err) != 0)
            return -1;
        if (sweeps[i].late) /* the next would be late as well */
            break;
    }
    return 0;
}

/* Judge what depends on the lesson: output, answers, sweeps. The runs are complete. */
static int judge_rest(const struct ll_case *one, struct ll_judgement *judgement,
                      struct ll_error *err)
{
    if (one->subject.sources.count == 0) {
        judgement->memory.verdict = judgement->behaviour.verdict = LL_UNGRADABLE;
        return 0;
    }
    if (one->tests.sources.count == 0)
        judgement->behaviour.verdict = LL_PASS; /* no allocation can fail */
    if (one->answers != NULL)
        return judge_answers(one, judgement, err);
    return judge_output(one, judgement, err);
}

static struct ll_steps_order order_steps(const struct ll_case *one,
                                         const struct ll_judgement *judgement,
                                         const struct ll_tool *const *tools)
{
    return (struct ll_steps_order){one->exercise, &one->tests, tools,
                                   &judgement->memory, &judgement->behaviour};
}

/* Whether the case is judged step by step. */
static bool has_steps(const struct ll_case *one)
{
    return one->exercise != NULL && one->exercise->steps_count > 0 &&
           one->subject.sources.count > 0;
}

/* The tools for a program or its tests, which may have no sources. */
static const struct ll_tool *const *tools_for(const struct ll_subject *subject,
                                              const struct ll_tool *const *tools)
{
    static const struct ll_tool *const none[] = {NULL};
    return subject->sources.count > 0 ? tools : none;
}

/* Steps have their own tests watched. */
static bool is_to_be_watched(const struct ll_case *one,
                             const struct ll_judgement *judgement)
{
    return one->part >= LL_PART_EXERCISE && one->tests.sources.count > 0 &&
           !has_steps(one) && ll_judgement_verdict(judgement) == LL_PASS;
}

/* Solutions are swept by `leaklab verify` only. */
static bool is_to_be_swept(const struct ll_case *one)
{
    return one->part == LL_PART_EXERCISE && one->exercise->sweep;
}

int ll_judge(const struct ll_session *session, const struct ll_lesson *lesson,
             const struct ll_case *cases, size_t count, struct ll_judgement *judgements,
             struct ll_error *err)
{
    int result = -1;
    const struct ll_tool *suite[] = {ll_tool_for(LL_TOOL_SUITE), NULL};
    const struct ll_tool **tools = ll_lesson_tools(lesson, err);
    struct ll_task *tasks = calloc(2 * count, sizeof *tasks);
    struct ll_result *results = calloc(2 * count, sizeof *results);
    if (tools == NULL)
        goto out;
    if (tasks == NULL || results == NULL) {
        ll_fail_memory(err);
        goto out;
    }
    for (size_t i = 0; i < count; i++) {
        tasks[2 * i] =
            (struct ll_task){&cases[i].subject, tools_for(&cases[i].subject, tools)};
        tasks[2 * i + 1] =
            (struct ll_task){&cases[i].tests, tools_for(&cases[i].tests, suite)};
    }
    result = ll_session_run(session, tasks, 2 * count, results, err);
    if (result != 0)
        goto out;
    for (size_t i = 0; i < count; i++)
        judgements[i] = (struct ll_judgement){.memory = results[2 * i],
                                              .behaviour = results[2 * i + 1]};
    for (size_t i = 0; i < count && result == 0; i++) {
        result = judge_rest(&cases[i], &judgements[i], err);
        if (result == 0 && has_steps(&cases[i])) {
            const struct ll_steps_order order =
                order_steps(&cases[i], &judgements[i], tools);
            result = ll_steps_judge(session, &order, &judgements[i].steps, err);
        }
        if (result == 0 && is_to_be_watched(&cases[i], &judgements[i]))
            result = ll_watched_judge(session, &cases[i].tests, &cases[i].subject,
                                      tools, &judgements[i].watched, err);
        if (result == 0 && is_to_be_swept(&cases[i]) &&
            ll_judgement_verdict(&judgements[i]) == LL_PASS)
            result = ll_judge_sweeps(session, &cases[i], LL_SWEEP_SECONDS,
                                     judgements[i].sweeps, err);
    }
    for (size_t i = 0; i < count && result != 0; i++)
        ll_judgement_release(&judgements[i]);

out:
    free(results);
    free(tasks);
    free(tools);
    return result;
}

static int recall_sweeps(const struct ll_session *session, const struct ll_case *one,
                         struct ll_sweep sweeps[2], struct ll_error *err)
{
    const struct ll_subject *subjects[] = {&one->subject, &one->tests};
    int known = 1;
    for (size_t i = 0; i < 2 && known == 1; i++) {
        struct ll_sweep_options options = {.tools = sweep_tools(subjects[i])};
        if (subjects[i]->sources.count > 0)
            known = ll_sweep_recall(session, subjects[i], &options, &sweeps[i], err);
    }
    return known;
}

int ll_judge_recall(const struct ll_session *session, const struct ll_lesson *lesson,
                    const struct ll_case *one, struct ll_judgement *judgement,
                    struct ll_error *err)
{
    const struct ll_tool *suite[] = {ll_tool_for(LL_TOOL_SUITE), NULL};
    if (one->subject.sources.count == 0)
        return 0;
    const struct ll_tool **tools = ll_lesson_tools(lesson, err);
    if (tools == NULL)
        return -1;
    struct ll_task memory = {&one->subject, tools},
                   behaviour = {&one->tests, tools_for(&one->tests, suite)};
    *judgement = (struct ll_judgement){0};
    int known = ll_session_recall(session, &memory, &judgement->memory, err);
    if (known == 1 && one->tests.sources.count > 0)
        known = ll_session_recall(session, &behaviour, &judgement->behaviour, err);
    if (known == 1 && judge_rest(one, judgement, err) != 0)
        known = -1;
    if (known == 1 && has_steps(one)) {
        const struct ll_steps_order order = order_steps(one, judgement, tools);
        known = ll_steps_recall(session, &order, &judgement->steps, err);
    }
    if (known == 1 && is_to_be_watched(one, judgement))
        known = ll_watched_recall(session, &one->tests, &one->subject, tools,
                                  &judgement->watched, err);
    if (known == 1 && is_to_be_swept(one) && ll_judgement_verdict(judgement) == LL_PASS)
        known = recall_sweeps(session, one, judgement->sweeps, err);
    if (known != 1)
        ll_judgement_release(judgement);
    free(tools);
    return known;
}

void ll_judgement_release(struct ll_judgement *judgement)
{
    ll_result_release(&judgement->memory);
    ll_result_release(&judgement->behaviour);
    ll_watched_release(&judgement->watched);
    ll_sweep_release(&judgement->sweeps[0]);
    ll_sweep_release(&judgement->sweeps[1]);
    ll_steps_release(&judgement->steps);
    ll_answers_release(&judgement->answers);
}

enum ll_verdict ll_judgement_verdict(const struct ll_judgement *judgement)
{
    enum ll_verdict memory = judgement->memory.verdict;
    enum ll_verdict behaviour = judgement->behaviour.verdict;
    if (judgement->answers.trouble != NULL)
        return LL_UNGRADABLE;
    if (judgement->answers.count > 0 && memory == LL_FAIL) /* as it should be */
        return ll_answers_left(&judgement->answers) == 0 ? LL_PASS : LL_FAIL;
    if (judgement->answers.count > 0)
        return LL_HARNESS_ERROR;
    enum ll_verdict worst = memory > behaviour ? memory : behaviour;
    if (worst == LL_PASS && ll_steps_mended(&judgement->steps) < judgement->steps.count)
        worst = LL_FAIL;
    if (judgement->watched.result.verdict > worst)
        worst = judgement->watched.result.verdict;
    for (size_t i = 0; i < 2; i++)
        if (!ll_judge_swept_well(&judgement->sweeps[i])) {
            enum ll_verdict swept = ll_sweep_verdict(&judgement->sweeps[i]);
            worst = swept > worst ? swept : worst;
        }
    return worst;
}

unsigned long ll_judgement_survived(const struct ll_judgement *judgement)
{
    return judgement->sweeps[0].base.subject == NULL
               ? 0
               : ll_sweep_survived(&judgement->sweeps[0]);
}

size_t ll_judgement_faults(const struct ll_judgement *judgement)
{
    if (judgement->answers.count > 0)
        return ll_answers_left(&judgement->answers);
    return ll_diags_faults(&judgement->memory.diags) +
           ll_diags_faults(&judgement->behaviour.diags) +
           ll_diags_faults(&judgement->watched.result.diags) +
           ll_sweep_faults(&judgement->sweeps[0]) +
           ll_sweep_faults(&judgement->sweeps[1]);
}
