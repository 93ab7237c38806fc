/* SPDX-License-Identifier: MIT
 *
 * The steps from a submission's source to its grade:
 *
 *   gate ─► preprocess ─► gate ─► compile ─► gate ─► link ─► examine ─► rubric ─► sweep
 *
 * A submission that fails a step before `examine` is ungradable. */
#include "grade/grader.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/path.h"
#include "base/text.h"
#include "diag/escape.h"
#include "diag/holder.h"
#include "grade/bare_sweep.h"
#include "grade/drawing.h"
#include "grade/examine.h"
#include "grade/explanation.h"
#include "grade/grader_key.h"
#include "grade/in_process.h"
#include "grade/lesson_copy.h"
#include "grade/rubric.h"
#include "grade/second_look.h"
#include "grade/sweeps.h"
#include "submission/gate.h"
#include "submission/gate_cython.h"
#include "submission/gate_object.h"

/* Starting a fork server costs as much as two runs of its tool: one is started after
 * SERVER_AFTER runs. Some submissions end the server with them: after SERVERS_MAX
 * servers no other is started. */
enum { SERVER_AFTER = 2, SERVERS_MAX = 50 };

/* A tool's fork server, in the process that grades. */
struct slot {
    struct ll_fork_server *server; /* NULL: none */
    unsigned started;              /* servers so far */
    unsigned long uses;            /* runs of the tool, with a server or without */
};

struct ll_grader {
    const struct ll_lesson *lesson;
    const struct ll_exercise *exercise;
    struct ll_grade_options options;
    struct ll_harness harness;
    struct ll_reference reference;
    struct slot slots[LL_FORK_SERVER_COUNT];
    struct ll_sweep_server sweeps;
    char *in_process; /* owned: why the tests run in the submission's process; NULL */
    char digest[LL_DIGEST_HEX];
};

/* ---- the grader ---------------------------------------------------------------- */

/* Learn what the solution does; or, where that is no use, why not. */
static int learn(struct ll_grader *grader, struct ll_error *err)
{
    struct ll_buf why = LL_BUF_INIT;
    int result = 1;
    if (grader->exercise->grading != NULL)
        ll_buf_puts(&why, "lesson.yml says so");
    else
        result = ll_harness_make(grader->lesson, grader->exercise,
                                 grader->options.allow_weak_isolation, &grader->harness,
                                 &why, err);
    if (result == 0)
        result = ll_reference_make(&grader->harness, &grader->options.limits,
                                   &grader->reference, &why, err);
    if (result > 0) {
        grader->in_process = ll_buf_take(&why);
        result = grader->in_process == NULL ? ll_fail_memory(err) : 0;
    }
    ll_buf_release(&why);
    return result;
}

struct ll_grader *ll_grader_new(const struct ll_lesson *lesson,
                                const struct ll_grade_options *options,
                                struct ll_error *err)
{
    const struct ll_exercise *exercise =
        ll_lesson_exercise(lesson, options->exercise, err);
    if (exercise == NULL)
        return NULL;
    struct ll_grader *grader = calloc(1, sizeof *grader);
    if (grader == NULL) {
        ll_fail_memory(err);
        return NULL;
    }
    grader->lesson = lesson;
    grader->exercise = exercise;
    grader->options = *options;
    if (ll_grader_key_make(lesson, exercise, options, grader->digest, err) != 0 ||
        learn(grader, err) != 0) {
        ll_grader_free(grader);
        return NULL;
    }
    return grader;
}

void ll_grader_free(struct ll_grader *grader)
{
    if (grader == NULL)
        return;
    for (int i = 0; i < LL_FORK_SERVER_COUNT; i++)
        ll_fork_server_stop(grader->slots[i].server);
    ll_harness_release(&grader->harness);
    ll_reference_release(&grader->reference);
    free(grader->in_process);
    free(grader);
}

const char *ll_grader_digest(const struct ll_grader *grader)
{
    return grader->digest;
}

const char *ll_grader_in_process(const struct ll_grader *grader)
{
    return grader->in_process;
}

/* ---- fork servers -------------------------------------------------------------- */

/* Start the slot's server, and keep it if it shows the solution as a run without a
 * server does. */
static int start_server(struct ll_grader *grader, struct slot *slot,
                        const struct ll_tool *tool, struct ll_error *err)
{
    bool good = false;
    slot->started++;
    slot->server =
        ll_fork_server_start(&grader->harness, tool, &grader->options.limits, err);
    if (slot->server == NULL ||
        ll_reference_check_server(&grader->harness, &grader->options.limits,
                                  &grader->reference, tool, slot->server, &good,
                                  err) != 0)
        return -1;
    if (!good) {
        ll_fork_server_stop(slot->server);
        slot->server = NULL;
        slot->started = SERVERS_MAX;
    }
    return 0;
}

/* The server for sweeps is not held against the solution: each of its runs is looked at
 * (sweeps.h). It takes the time that it saves with one submission. */
static int find_sweep_server(struct ll_grader *grader, struct ll_error *err)
{
    struct slot *slot = &grader->slots[LL_FORK_SERVER_SWEEP];
    bool useful = slot->server != NULL && ll_fork_server_is_useful(slot->server);
    bool vain = ll_sweep_server_is_vain(&grader->sweeps);
    if (!useful || vain) {
        ll_fork_server_stop(slot->server);
        slot->server = NULL;
    }
    bool saves_time = slot->uses++ > 0 && slot->started < SERVERS_MAX && !vain;
    if (slot->server == NULL && saves_time && grader->harness.swept_host != NULL &&
        !grader->options.no_servers) {
        slot->started++;
        slot->server =
            ll_fork_server_start_sweeps(&grader->harness, ll_tool_for(LL_TOOL_WATCHER),
                                        &grader->options.limits, err);
        if (slot->server == NULL)
            return -1;
    }
    grader->sweeps.server = slot->server;
    return 0;
}

/* Make sure that there is a server that works, if it saves time. */
static int find_server(struct ll_grader *grader, enum ll_fork_server_for which,
                       struct ll_error *err)
{
    static const enum ll_tool_role roles[] = {LL_TOOL_WATCHER, LL_TOOL_EXPLAINER};
    const struct ll_tool *tool = ll_tool_for(roles[which]);
    struct slot *slot = &grader->slots[which];
    if (slot->server != NULL && ll_fork_server_is_useful(slot->server))
        return 0;
    ll_fork_server_stop(slot->server);
    slot->server = NULL;
    bool saves_time = slot->uses >= SERVER_AFTER && slot->started < SERVERS_MAX;
    if (grader->in_process != NULL || grader->harness.host == NULL ||
        grader->options.no_servers || !saves_time)
        return 0;
    return start_server(grader, slot, tool, err);
}

/* ---- one submission ------------------------------------------------------------ */

static enum ll_gate_names names_of(const struct ll_harness *harness)
{
    return harness->in_cython         ? LL_GATE_CYTHON
           : harness->has_interpreter ? LL_GATE_PYTHON
                                      : LL_GATE_C;
}

/* What could change the lines that diagnoses name, in either tier. 0 or 1. */
static int check_directives(const struct ll_exercise *exercise,
                            const struct ll_intake *intake, struct ll_buf *why)
{
    const char *file = ll_exercise_file(exercise);
    const char *source = ll_buf_text(&intake->source);
    return ll_path_ends(file, ".pyx") ? ll_gate_cython_c(file, source, why)
                                      : ll_gate_directives(file, source, why);
}

/* The checks and steps up to the plain program. 0, 1 or -1. */
static int build_plain(const struct ll_grader *grader, const struct ll_intake *intake,
                       struct ll_compiled *compiled, struct ll_buf *why,
                       struct ll_error *err)
{
    const struct ll_harness *harness = &grader->harness;
    const char *file = ll_exercise_file(grader->exercise);
    bool gate = grader->options.gate;
    int result = check_directives(grader->exercise, intake, why);
    if (result == 0 && gate && harness->in_cython)
        result =
            ll_gate_cython(file, ll_buf_text(&intake->source), &harness->headers, why);
    if (result == 0 && gate && !harness->in_cython)
        result = ll_gate_macros(file, ll_buf_text(&intake->source), why);
    if (result == 0)
        result = ll_compiled_open(harness, ll_buf_text(&intake->source),
                                  intake->source.len, compiled, err);
    if (result == 0)
        result = ll_compiled_preprocess(harness, compiled, why, err);
    if (result == 0 && gate && !harness->in_cython)
        result = ll_gate_tokens(file, ll_buf_text(&compiled->text), why);
    if (result == 0)
        result = ll_compiled_compile(harness, compiled, LL_WAY_PLAIN, why, err);
    if (result == 0 && gate)
        result = ll_gate_object(file, &compiled->object, &harness->taken,
                                names_of(harness), why);
    if (result == 0)
        result = ll_compiled_link(harness, compiled, LL_WAY_PLAIN, why, err);
    return result;
}

/* From its source to its programs. 0, 1 or -1. */
static int build(const struct ll_grader *grader, const struct ll_intake *intake,
                 struct ll_compiled *compiled, struct ll_buf *why, struct ll_error *err)
{
    const struct ll_harness *harness = &grader->harness;
    int result = build_plain(grader, intake, compiled, why, err);
    if (result == 0)
        result = ll_compiled_compile(harness, compiled, LL_WAY_ASAN, why, err);
    if (result == 0 && grader->options.gate)
        result = ll_gate_watched(ll_exercise_file(grader->exercise), &compiled->watched,
                                 &harness->taken, names_of(harness), why);
    if (result == 0)
        result = ll_compiled_link(harness, compiled, LL_WAY_ASAN, why, err);
    return result;
}

/* Ungradable, with all items of the rubric: `why` says why. */
static int give_up(const struct ll_grader *grader, struct ll_buf *why,
                   struct ll_graded *graded, struct ll_error *err)
{
    graded->verdict = LL_UNGRADABLE;
    graded->why = ll_buf_take(why);
    if (graded->why == NULL)
        return ll_fail_memory(err);
    if (ll_rubric_apply(grader->exercise, &grader->reference, NULL, graded, err) != 0 ||
        ll_rubric_add_sweep(grader->exercise, NULL, NULL, NULL, graded, err) != 0)
        return -1;
    for (size_t i = 0; i < graded->count; i++)
        graded->items[i].verdict = LL_UNGRADABLE;
    return 0;
}

static enum ll_verdict worst(const struct ll_graded *graded)
{
    enum ll_verdict verdict = LL_PASS;
    for (size_t i = 0; i < graded->count; i++)
        if (graded->items[i].verdict > verdict)
            verdict = graded->items[i].verdict;
    return verdict;
}

/* Why the examination says nothing of the submission; nothing: it does. */
static void say_no_examination(const struct ll_examination *examination,
                               struct ll_buf *why)
{
    if (examination->broken != NULL)
        ll_buf_addf(why, "it breaks the tool that watches it, twice: %s",
                    examination->broken);
    else if (examination->tampered != NULL)
        ll_buf_puts(why, examination->tampered);
}

/* Points for what the examination found. Takes its diagnoses. */
static int apply_rubric(const struct ll_grader *grader,
                        struct ll_examination *examination, struct ll_graded *graded,
                        struct ll_error *err)
{
    int result =
        ll_rubric_apply(grader->exercise, &grader->reference, examination, graded, err);
    graded->diags = examination->diags;
    examination->diags = (struct ll_diags){0};
    graded->verdict = worst(graded);
    return result;
}

/* A submission while it is graded. */
struct work {
    const struct ll_intake *intake;
    struct ll_compiled compiled;
    struct ll_lesson_copy copy;
    struct ll_unswept unswept;
    struct ll_judgement judgement; /* its sweeps */
    struct ll_buf wrong;           /* what the bare sweep found */
    struct ll_warnings warnings;   /* the compiler's */
};

static void release_work(struct work *work)
{
    ll_warnings_release(&work->warnings);
    ll_buf_release(&work->wrong);
    ll_judgement_release(&work->judgement);
    ll_lesson_copy_close(&work->copy);
    ll_compiled_release(&work->compiled);
}

/* Run its programs and judge what they did. 0, 1 or -1. */
static int judge(struct ll_grader *grader, struct work *work, struct ll_graded *graded,
                 struct ll_buf *why, struct ll_error *err)
{
    const struct ll_home_look look = {.harness = &grader->harness,
                                      .options = &grader->options,
                                      .intake = work->intake};
    struct ll_examine_order order = {.harness = &grader->harness,
                                     .reference = &grader->reference,
                                     .compiled = &work->compiled,
                                     .look = &look,
                                     .path = work->intake->path,
                                     .limits = grader->options.limits};
    struct ll_examination examination = {0};
    for (int i = 0; i < LL_FORK_SERVER_COUNT; i++)
        order.servers[i] = grader->slots[i].server;
    int result = ll_examine(&order, &examination, err);
    grader->slots[LL_FORK_SERVER_MEMCHECK].uses++;
    grader->slots[LL_FORK_SERVER_LASTPTR].uses += examination.looked_again;
    graded->seconds += examination.seconds;
    if (result == 0)
        say_no_examination(&examination, why);
    if (result == 0 && why->len > 0)
        result = 1;
    if (result == 0) {
        ll_unswept_fill(&grader->harness, &grader->reference, &examination,
                        &work->unswept);
        result = apply_rubric(grader, &examination, graded, err);
    }
    ll_examination_release(&examination);
    return result;
}

/* Make some allocations of the graded program fail, where the sweep found no fault. */
static int sweep_bare(const struct ll_grader *grader, struct work *work,
                      struct ll_graded *graded, struct ll_error *err)
{
    const struct ll_judgement *judgement = &work->judgement;
    const struct ll_bare_sweep_order order = {.harness = &grader->harness,
                                              .reference = &grader->reference,
                                              .compiled = &work->compiled,
                                              .limits = grader->options.limits,
                                              .allocations = work->unswept.of_driver,
                                              .frees_all = work->unswept.frees_all};
    return ll_sweep_faults(&judgement->sweeps[0]) > 0 ||
                   ll_sweep_faults(&judgement->sweeps[1]) > 0
               ? 0
               : ll_bare_sweep(&order, &work->wrong, &graded->seconds, err);
}

static int sweep(struct ll_grader *grader, struct work *work, struct ll_graded *graded,
                 struct ll_error *err)
{
    struct ll_lesson_copy *copy = &work->copy;
    int result = find_sweep_server(grader, err);
    if (result == 0)
        result = ll_lesson_copy_open(copy, grader->lesson, grader->exercise,
                                     &grader->options, work->intake, err);
    if (result == 0)
        result = ll_lesson_copy_reuse(copy, &grader->harness, &work->compiled, err);
    if (result == 0)
        result = ll_grade_sweeps(copy, &grader->sweeps, &work->judgement,
                                 &graded->seconds, err);
    if (result == 0)
        result = sweep_bare(grader, work, graded, err);
    return result;
}

/* The tier in which leaklab judges from outside. 0, 1 or -1. */
static int observe(struct ll_grader *grader, struct work *work,
                   struct ll_graded *graded, struct ll_buf *why, struct ll_error *err)
{
    int result = build(grader, work->intake, &work->compiled, why, err);
    graded->seconds += work->compiled.seconds;
    if (result == 0)
        result = judge(grader, work, graded, why, err);
    /* As at home: allocations are made to fail once all else is in order. */
    if (result == 0 && grader->exercise->sweep && graded->verdict == LL_PASS)
        result = sweep(grader, work, graded, err);
    const char *differs = ll_grade_sweeps_differ(&work->unswept, &work->judgement);
    if (differs == NULL && work->wrong.len > 0)
        differs = ll_buf_text(&work->wrong);
    if (result == 0)
        result = ll_rubric_add_sweep(grader->exercise, &work->judgement, &work->unswept,
                                     differs, graded, err);
    return result;
}

/* The weaker tier: it fills in all but refusals. 0, 1 or -1. */
static int run_in_process(const struct ll_grader *grader,
                          const struct ll_intake *intake, struct ll_graded *graded,
                          struct ll_buf *why, struct ll_error *err)
{
    int result = check_directives(grader->exercise, intake, why);
    return result != 0 ? result
                       : ll_grade_in_process(grader->lesson, grader->exercise,
                                             &grader->options, intake, graded, err);
}

/* Add what only explains faults: a second look at unset values, and what the compilers
 * warned of. That comes after all points are given: the source shapes both. */
static int explain_faults(const struct ll_grader *grader, struct work *work,
                          const char *const *roots, struct ll_graded *graded,
                          struct ll_error *err)
{
    const struct ll_second_look look = {.harness = &grader->harness,
                                        .options = &grader->options,
                                        .intake = work->intake,
                                        .roots = roots,
                                        .copy = &work->copy};
    struct ll_warnings *warnings = &work->warnings;
    if (ll_diags_faults(&graded->diags) == 0)
        return 0;
    int result = ll_compiled_warn(&grader->harness, &work->compiled, err);
    if (result == 0)
        result = ll_warnings_read(warnings, work->compiled.warned.data, err);
    if (result == 0)
        result = ll_second_look(&look, &graded->diags, warnings, &graded->seconds, err);
    if (result == 0)
        result = ll_second_look_place(&look, warnings, err);
    if (result == 0)
        result = ll_warnings_explain(warnings, &graded->diags, roots, err);
    ll_diags_sort(&graded->diags);
    return result;
}

/* While it was judged, the submission's source had another name: only now it can be
 * read where the source tells more of a fault. */
static int read_source(const struct ll_grader *grader, const char *path,
                       const char *const *roots, struct ll_graded *graded,
                       struct ll_error *err)
{
    const char *name = ll_path_base(ll_exercise_file(grader->exercise));
    bool good = true;
    for (size_t i = 0; i < graded->diags.count && good; i++)
        good = ll_holder_find(&graded->diags.items[i], roots) &&
               ll_escape_find_declared(&graded->diags.items[i], name, path);
    return good ? 0 : ll_fail_memory(err);
}

/* What the learner is told, unless the weaker tier told it. */
static int explain(const struct ll_grader *grader, struct work *work,
                   struct ll_graded *graded, struct ll_error *err)
{
    if (graded->explanation != NULL)
        return 0;
    const char *path = work->intake->path;
    char *folder = ll_path_dir(path);
    const char *roots[] = {folder, grader->lesson->folder, NULL};
    int result = folder == NULL ? ll_fail_memory(err)
                                : explain_faults(grader, work, roots, graded, err);
    const char *words =
        graded->verdict == LL_UNGRADABLE ? ll_buf_text(&work->compiled.words) : NULL;
    if (result == 0)
        result = read_source(grader, path, roots, graded, err);
    if (result == 0)
        result = ll_explanation_fill(graded, grader->lesson, path, words,
                                     &work->warnings, &work->judgement, roots, err);
    free(folder);
    return result;
}

static int grade(struct ll_grader *grader, const struct ll_intake *intake,
                 struct ll_graded *graded, struct ll_error *err)
{
    struct work work = {.intake = intake, .wrong = LL_BUF_INIT};
    struct ll_buf why = LL_BUF_INIT;
    int result = grader->in_process != NULL
                     ? run_in_process(grader, intake, graded, &why, err)
                     : observe(grader, &work, graded, &why, err);
    if (result > 0)
        result = give_up(grader, &why, graded, err);
    if (result == 0)
        result = explain(grader, &work, graded, err);
    ll_buf_release(&why);
    release_work(&work);
    return result;
}

/* ---- all of it ----------------------------------------------------------------- */

int ll_grader_grade(struct ll_grader *grader, const char *name,
                    const struct ll_intake *intake, struct ll_graded *graded,
                    struct ll_error *err)
{
    *graded = (struct ll_graded){.lesson = grader->lesson->number};
    int result =
        ll_set_text(&graded->name, name) && ll_set_text(&graded->file, intake->path) &&
                ll_set_text(&graded->exercise, ll_exercise_file(grader->exercise)) &&
                ll_set_text(&graded->title, grader->lesson->manifest->title) &&
                ll_set_text(&graded->digest, intake->digest)
            ? 0
            : ll_fail_memory(err);
    for (int i = 0; i < LL_FORK_SERVER_SWEEP && result == 0; i++)
        result = find_server(grader, (enum ll_fork_server_for)i, err);
    if (result == 0)
        result = grade(grader, intake, graded, err);
    if (result != 0)
        ll_graded_release(graded);
    return result;
}

int ll_grader_draw(const struct ll_grader *grader, const struct ll_intake *intake,
                   const struct ll_graded *graded, struct ll_buf *page,
                   struct ll_error *err)
{
    const struct ll_drawing drawing = {.harness = &grader->harness,
                                       .options = &grader->options,
                                       .intake = intake,
                                       .graded = graded};
    if (grader->in_process != NULL || grader->harness.has_interpreter)
        return 0;
    return ll_drawing_make(&drawing, page, err);
}
