/* SPDX-License-Identifier: MIT */
#include "grade/reference.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "grade/examination.h"
#include "submission/compile.h"
#include "submission/intake.h"
#include "runtime/fence.h"

enum { LAST_UNIT = 0xffff };

/* The solution fails where a submission has to pass. */
static int not_in_order(const struct ll_harness *harness, const char *what,
                        struct ll_error *err)
{
    return ll_fail(err, LL_FAULT_INPUT, "'%s' cannot be graded against, as %.500s",
                   harness->exercise->solution, what);
}

static int make_programs(const struct ll_harness *harness, struct ll_compiled *compiled,
                         struct ll_error *err)
{
    struct ll_buf why = LL_BUF_INIT, source = LL_BUF_INIT;
    char *path = ll_path_join(harness->lesson->folder, harness->exercise->solution);
    int result = path == NULL ? ll_fail_memory(err)
                              : ll_file_read(path, LL_SUBMISSION_MAX, &source, err);
    if (result == 0)
        result =
            ll_compiled_open(harness, ll_buf_text(&source), source.len, compiled, err);
    if (result == 0)
        result = ll_compiled_preprocess(harness, compiled, &why, err);
    for (int way = 0; way <= LL_WAY_ASAN && result == 0; way++)
        result = ll_compiled_compile(harness, compiled, (enum ll_way)way, &why, err);
    for (int way = 0; way < LL_WAY_COUNT && result == 0; way++)
        result = ll_compiled_link(harness, compiled, (enum ll_way)way, &why, err);
    if (result > 0)
        result = not_in_order(harness, ll_buf_text(&why), err);
    ll_buf_release(&why);
    ll_buf_release(&source);
    free(path);
    return result;
}

/* The death of a run that was stopped because its time was over; NULL: none was. */
static const struct ll_death *find_late(const struct ll_trial *trial)
{
    for (size_t i = 0; i < trial->death_count; i++)
        if (ll_ended_late(&trial->deaths[i].ended))
            return &trial->deaths[i];
    return NULL;
}

/* The solution may be in order, and the machine busy. */
static int too_late(const struct ll_harness *harness, const struct ll_tool *tool,
                    const struct ll_death *death, struct ll_error *err)
{
    struct ll_buf how = LL_BUF_INIT;
    ll_ended_say(&death->ended, &death->limits, &how);
    int result = ll_fail(err, LL_FAULT_HARNESS,
                         "'%s' cannot be graded against, as it %s%s%s: give more time "
                         "with --timeout SECONDS",
                         harness->exercise->solution, ll_buf_text(&how),
                         tool != NULL ? " under " : "", tool != NULL ? tool->name : "");
    ll_buf_release(&how);
    return result;
}

/* 0 when the trial is as one of a good submission has to be. */
static int check_trial(const struct ll_harness *harness, const struct ll_tool *tool,
                       const struct ll_trial *trial, struct ll_error *err)
{
    const struct ll_death *late = find_late(trial);
    if (late != NULL)
        return too_late(harness, tool, late, err);
    if (trial->broken != NULL)
        return ll_fail(err, LL_FAULT_HARNESS, "%s", trial->broken);
    if (trial->tampered != NULL)
        return not_in_order(harness, trial->tampered, err);
    if (!trial->whole || trial->death_count > 0)
        return not_in_order(harness, "it does not run to its end", err);
    return 0;
}

enum how { AS_IT_IS, FENCED, WITH_MORE };

/* Run all units; or, with more input, the driver alone. */
static int run(const struct ll_harness *harness, const struct ll_limits *limits,
               const struct ll_tool *tool, const struct ll_buf *program, enum how how,
               struct ll_trial *trial, struct ll_error *err)
{
    const bool more = how == WITH_MORE;
    const struct ll_trial_order order = {
        .setup = {.harness = harness,
                  .tool = tool,
                  .program = program,
                  .fenced = how == FENCED,
                  .packs = true,
                  .more = more,
                  .fail = true,
                  .canaries = true,
                  .repeats = !more && (tool == NULL || !tool->is_built_in)},
        .last = more ? 0 : LAST_UNIT,
        .limits = *limits};
    int result = ll_trial_run(&order, trial, err);
    return result == 0 ? check_trial(harness, tool, trial, err) : result;
}

/* Check that each assertion has a text and holds, and that the run that tells them has
 * the same values as the one that only observes. 0, 1 or -1. */
static int check_said(const struct ll_harness *harness,
                      const struct ll_reference *reference,
                      const struct ll_transcript *observing, struct ll_buf *why,
                      struct ll_error *err)
{
    struct ll_buf difference = LL_BUF_INIT;
    int result = reference->units.count == observing->count ? 0 : 1;
    for (size_t i = 0; i < reference->units.count && result == 0; i++) {
        const struct ll_unit *unit = &reference->units.units[i];
        for (size_t k = 0; k < unit->count && result == 0; k++)
            if (unit->items[k].text == NULL)
                result = 1;
            else if (!unit->items[k].holds) {
                ll_buf_addf(&difference, "its test '%s' fails: %.200s", unit->name,
                            unit->items[k].text);
                result = not_in_order(harness, ll_buf_text(&difference), err);
            }
        if (result == 0 &&
            ll_unit_compare(unit, &observing->units[i], &difference) != LL_UNIT_SAME)
            result = 1;
    }
    if (result > 0)
        ll_buf_puts(why, "the suite does not observe the same when the values that it "
                         "expects are left out");
    ll_buf_release(&difference);
    return result;
}

/* Which of the addresses lay in blocks of the heap, by memcheck's run. An empty text
 * may stand anywhere. */
static void note_heap(struct ll_reference *reference,
                      const struct ll_transcript *memcheck)
{
    for (size_t i = 0; i < reference->units.count; i++) {
        struct ll_unit *unit = &reference->units.units[i];
        for (size_t k = 0; k < unit->count; k++) {
            const struct ll_observation *one = &memcheck->units[i].items[k];
            unit->items[k].from_heap = one->from_heap && one->value.value != 0;
        }
    }
}

/* The solution's runs. */
struct runs {
    struct ll_trial telling; /* bare, and it says what each assertion expects */
    struct ll_trial bare, fenced, memcheck, asan;
    struct ll_trial
        more; /* memcheck, with more input, where the exercise asks for it */
};

static void release_runs(struct runs *runs)
{
    ll_trial_release(&runs->telling);
    ll_trial_release(&runs->bare);
    ll_trial_release(&runs->fenced);
    ll_trial_release(&runs->memcheck);
    ll_trial_release(&runs->asan);
    ll_trial_release(&runs->more);
}

static int run_all(const struct ll_harness *harness, const struct ll_limits *limits,
                   const struct ll_compiled *compiled, struct runs *runs,
                   struct ll_error *err)
{
    const struct ll_buf *programs = compiled->programs;
    const struct ll_buf *plain = &programs[LL_WAY_PLAIN];
    const struct ll_tool *memcheck = harness->tools[LL_WAY_PLAIN];
    bool grows =
        ll_lesson_reachable(harness->lesson, harness->exercise) == LL_REACHABLE_GROWS;
    if (run(harness, limits, NULL, &programs[LL_WAY_TELLING], AS_IT_IS, &runs->telling,
            err) != 0 ||
        run(harness, limits, NULL, plain, AS_IT_IS, &runs->bare, err) != 0 ||
        run(harness, limits, NULL, plain, FENCED, &runs->fenced, err) != 0 ||
        run(harness, limits, memcheck, plain, AS_IT_IS, &runs->memcheck, err) != 0 ||
        run(harness, limits, harness->tools[LL_WAY_ASAN], &programs[LL_WAY_ASAN],
            AS_IT_IS, &runs->asan, err) != 0 ||
        (grows &&
         run(harness, limits, memcheck, plain, WITH_MORE, &runs->more, err) != 0))
        return -1;
    if (ll_diags_faults(&runs->memcheck.diags) + ll_diags_faults(&runs->asan.diags) > 0)
        return not_in_order(harness, "its memory is not in order: run `leaklab verify`",
                            err);
    return 0;
}

static uint32_t last_unit(const struct ll_transcript *units)
{
    uint32_t last = 0;
    for (size_t i = 0; i < units->count; i++)
        if (units->units[i].number > last)
            last = units->units[i].number;
    return last;
}

/* Whether a right submission may need more blocks than have pages of their own: the
 * solution's fill a tenth of them, or an interpreter asks for its own. */
static bool needs_packing(const struct ll_harness *harness,
                          const struct ll_malloc_trace *trace)
{
    size_t allocations = 0;
    for (size_t i = 0; i < trace->count; i++)
        allocations += trace->items[i].allocations;
    return harness->lesson->manifest->python || allocations > LL_FENCE_LIVE_MOST / 10;
}

/* Move what is needed of the runs into the reference. 0, 1 or -1. */
static int keep(const struct ll_harness *harness, struct runs *runs,
                struct ll_reference *reference, struct ll_buf *why,
                struct ll_error *err)
{
    reference->units = runs->telling.units;
    reference->bare = runs->bare.units;
    reference->bare_seconds = runs->bare.cpu_seconds;
    reference->fenced = runs->fenced.units;
    reference->fenced_seconds = runs->fenced.cpu_seconds;
    reference->trace = runs->memcheck.trace;
    runs->telling.units = runs->bare.units = runs->fenced.units =
        (struct ll_transcript){0};
    runs->memcheck.trace = (struct ll_malloc_trace){0};
    reference->reported = ll_reported_blocks(&runs->memcheck.diags);
    reference->last = last_unit(&reference->units);
    reference->packs = needs_packing(harness, &reference->trace);
    reference->output = strdup(ll_buf_text(&runs->memcheck.output));
    if (reference->output == NULL)
        return ll_fail_memory(err);
    int result = check_said(harness, reference, &runs->memcheck.units, why, err);
    if (result == 0)
        note_heap(reference, &runs->memcheck.units);
    return result;
}

int ll_reference_make(const struct ll_harness *harness, const struct ll_limits *limits,
                      struct ll_reference *reference, struct ll_buf *why,
                      struct ll_error *err)
{
    struct ll_compiled compiled = {0};
    struct runs runs = {0};
    *reference = (struct ll_reference){0};
    int result = make_programs(harness, &compiled, err);
    if (result == 0)
        result = run_all(harness, limits, &compiled, &runs, err);
    if (result == 0) {
        reference->program = compiled.programs[LL_WAY_PLAIN];
        compiled.programs[LL_WAY_PLAIN] = (struct ll_buf){0};
        result = keep(harness, &runs, reference, why, err);
    }
    release_runs(&runs);
    ll_compiled_release(&compiled);
    return result;
}

int ll_reference_check_server(const struct ll_harness *harness,
                              const struct ll_limits *limits,
                              const struct ll_reference *reference,
                              const struct ll_tool *tool, struct ll_fork_server *server,
                              bool *good, struct ll_error *err)
{
    struct ll_trial trial = {0};
    struct ll_buf difference = LL_BUF_INIT;
    const struct ll_trial_order order = {
        .setup = {.harness = harness,
                  .tool = tool,
                  .program = &reference->program,
                  .fail = true,
                  .canaries = tool == harness->tools[LL_WAY_PLAIN]},
        .server = server,
        .last = reference->last,
        .limits = *limits};
    int result = ll_trial_serve(&order, &trial, err);
    *good = result == 0 && trial.units.count == reference->units.count &&
            ll_diags_faults(&trial.diags) == 0;
    for (size_t i = 0; i < reference->units.count && *good; i++) {
        const struct ll_unit *unit = &reference->units.units[i];
        const struct ll_balance *had = ll_malloc_trace_find(&trial.trace, unit->number);
        const struct ll_balance *wanted =
            ll_malloc_trace_find(&reference->trace, unit->number);
        *good =
            ll_unit_compare(unit, &trial.units.units[i], &difference) == LL_UNIT_SAME &&
            had != NULL && wanted != NULL && had->ended == wanted->ended &&
            had->blocks == wanted->blocks;
    }
    ll_buf_release(&difference);
    ll_trial_release(&trial);
    return result < 0 ? -1 : 0;
}

void ll_reference_release(struct ll_reference *reference)
{
    ll_buf_release(&reference->program);
    ll_transcript_release(&reference->units);
    ll_transcript_release(&reference->bare);
    ll_transcript_release(&reference->fenced);
    ll_malloc_trace_release(&reference->trace);
    free(reference->output);
    *reference = (struct ll_reference){0};
}
