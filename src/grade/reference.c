/* SPDX-License-Identifier: MIT */
#include "grade/reference.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "submission/compile.h"

enum { LAST_UNIT = 0xffff, SOURCE_MAX = 1 << 20 };

/* The solution does not do what a submission has to. */
static int not_in_order(const struct ll_parts *parts, const char *what,
                        struct ll_error *err)
{
    return ll_fail(err, LL_FAULT_INPUT,
                   "'%s' cannot be graded against, as %.500s: run `leaklab verify`",
                   parts->exercise->solution, what);
}

static int make_programs(const struct ll_parts *parts, struct ll_making *making,
                         struct ll_error *err)
{
    struct ll_buf why = LL_BUF_INIT, source = LL_BUF_INIT;
    char *path = ll_path_join(parts->lesson->folder, parts->exercise->solution);
    int result = path == NULL ? ll_fail_memory(err)
                              : ll_file_read(path, SOURCE_MAX, &source, err);
    if (result == 0)
        result = ll_making_open(parts, ll_buf_text(&source), source.len, making, err);
    if (result == 0)
        result = ll_making_preprocess(parts, making, &why, err);
    for (int way = 0; way <= LL_WAY_ASAN && result == 0; way++)
        result = ll_making_compile(parts, making, (enum ll_way)way, &why, err);
    for (int way = 0; way < LL_WAY_COUNT && result == 0; way++)
        result = ll_making_link(parts, making, (enum ll_way)way, &why, err);
    if (result == 0 && parts->host != NULL)
        result = ll_making_share(parts, making, &why, err);
    if (result > 0)
        result = not_in_order(parts, ll_buf_text(&why), err);
    ll_buf_release(&why);
    ll_buf_release(&source);
    free(path);
    return result;
}

/* Whether a trial of the solution is as one of a good submission must be. */
static int check_trial(const struct ll_parts *parts, const struct ll_trial *trial,
                       struct ll_error *err)
{
    if (trial->broken != NULL)
        return ll_fail(err, LL_FAULT_HARNESS, "%s", trial->broken);
    if (trial->tampered != NULL)
        return not_in_order(parts, trial->tampered, err);
    if (!trial->whole || trial->death_count > 0)
        return not_in_order(parts, "it does not run to its end", err);
    return 0;
}

static int run(const struct ll_parts *parts, const struct ll_limits *limits,
               const struct ll_tool *tool, const struct ll_buf *program,
               struct ll_trial *trial, struct ll_error *err)
{
    const struct ll_trial_order order = {.parts = parts,
                                         .tool = tool,
                                         .program = program,
                                         .last = LAST_UNIT,
                                         .limits = *limits,
                                         .fail = true,
                                         .canaries = true};
    int result = ll_trial_run(&order, trial, err);
    return result == 0 ? check_trial(parts, trial, err) : result;
}

/* All that is said of the assertions, and whether each holds. 0, 1 or -1. */
static int check_said(const struct ll_parts *parts, const struct ll_standard *standard,
                      const struct ll_transcript *observing, struct ll_buf *why,
                      struct ll_error *err)
{
    struct ll_buf difference = LL_BUF_INIT;
    int result = standard->units.count == observing->count ? 0 : 1;
    for (size_t i = 0; i < standard->units.count && result == 0; i++) {
        const struct ll_unit *unit = &standard->units.units[i];
        for (size_t k = 0; k < unit->count && result == 0; k++)
            if (unit->items[k].text == NULL)
                result = 1;
            else if (!unit->items[k].holds) {
                ll_buf_addf(&difference, "its test '%s' fails: %.200s", unit->name,
                            unit->items[k].text);
                result = not_in_order(parts, ll_buf_text(&difference), err);
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

/* Which of the addresses lay in blocks of the heap, as the ledger tells. An empty text
 * may stand anywhere. */
static void note_heap(struct ll_standard *standard,
                      const struct ll_transcript *memcheck)
{
    for (size_t i = 0; i < standard->units.count; i++) {
        struct ll_unit *unit = &standard->units.units[i];
        const struct ll_balance *balance =
            ll_ledger_find(&standard->ledger, unit->number);
        for (size_t k = 0; k < unit->count && balance != NULL; k++) {
            const struct ll_frame_observed *value = &memcheck->units[i].items[k].value;
            bool empty = value->value == 0;
            unit->items[k].from_heap = value->address != 0 && !empty &&
                                       ll_balance_has(balance, value->address);
        }
    }
}

int ll_standard_make(const struct ll_parts *parts, const struct ll_limits *limits,
                     struct ll_standard *standard, struct ll_buf *why,
                     struct ll_error *err)
{
    struct ll_making making = {0};
    struct ll_trial telling = {0}, memcheck = {0}, asan = {0}, bare = {0};
    *standard = (struct ll_standard){0};
    int result = make_programs(parts, &making, err);
    if (result == 0)
        result =
            run(parts, limits, NULL, &making.programs[LL_WAY_TELLING], &telling, err);
    if (result == 0)
        result = run(parts, limits, NULL, &making.programs[LL_WAY_PLAIN], &bare, err);
    if (result == 0)
        result = run(parts, limits, parts->tools[LL_WAY_PLAIN],
                     &making.programs[LL_WAY_PLAIN], &memcheck, err);
    if (result == 0)
        result = run(parts, limits, parts->tools[LL_WAY_ASAN],
                     &making.programs[LL_WAY_ASAN], &asan, err);
    if (result == 0 &&
        ll_diags_faults(&memcheck.diags) + ll_diags_faults(&asan.diags) > 0)
        result = not_in_order(parts, "its memory is not in order", err);
    if (result == 0) {
        standard->units = telling.units;
        standard->bare = bare.units;
        standard->bare_seconds = bare.cpu_seconds;
        standard->ledger = memcheck.ledger;
        standard->shared = making.shared;
        making.shared = (struct ll_buf){0};
        telling.units = bare.units = (struct ll_transcript){0};
        memcheck.ledger = (struct ll_ledger){0};
        for (size_t i = 0; i < standard->units.count; i++)
            if (standard->units.units[i].number > standard->last)
                standard->last = standard->units.units[i].number;
        standard->output = strdup(ll_buf_text(&memcheck.output));
        result = standard->output == NULL
                     ? ll_fail_memory(err)
                     : check_said(parts, standard, &memcheck.units, why, err);
        if (result == 0)
            note_heap(standard, &memcheck.units);
    }
    ll_trial_release(&telling);
    ll_trial_release(&memcheck);
    ll_trial_release(&asan);
    ll_trial_release(&bare);
    ll_making_release(&making);
    return result;
}

int ll_standard_check_server(const struct ll_parts *parts,
                             const struct ll_limits *limits,
                             const struct ll_standard *standard,
                             const struct ll_tool *tool, struct ll_server *server,
                             bool *good, struct ll_error *err)
{
    struct ll_trial trial = {0};
    struct ll_buf difference = LL_BUF_INIT;
    const struct ll_trial_order order = {.parts = parts,
                                         .tool = tool,
                                         .server = server,
                                         .shared = &standard->shared,
                                         .last = standard->last,
                                         .limits = *limits,
                                         .fail = true,
                                         .canaries =
                                             tool == parts->tools[LL_WAY_PLAIN]};
    int result = ll_trial_serve(&order, &trial, err);
    *good = result == 0 && trial.units.count == standard->units.count &&
            ll_diags_faults(&trial.diags) == 0;
    for (size_t i = 0; i < standard->units.count && *good; i++) {
        const struct ll_unit *unit = &standard->units.units[i];
        const struct ll_balance *had = ll_ledger_find(&trial.ledger, unit->number);
        const struct ll_balance *wanted =
            ll_ledger_find(&standard->ledger, unit->number);
        *good =
            ll_unit_compare(unit, &trial.units.units[i], &difference) == LL_UNIT_SAME &&
            had != NULL && wanted != NULL && had->ended == wanted->ended &&
            had->blocks == wanted->blocks;
    }
    ll_buf_release(&difference);
    ll_trial_release(&trial);
    return result < 0 ? -1 : 0;
}

void ll_standard_release(struct ll_standard *standard)
{
    ll_buf_release(&standard->shared);
    ll_transcript_release(&standard->units);
    ll_transcript_release(&standard->bare);
    ll_ledger_release(&standard->ledger);
    free(standard->output);
    *standard = (struct ll_standard){0};
}
