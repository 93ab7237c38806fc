/* SPDX-License-Identifier: MIT */
#include "grade/rubric.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "diag/explain.h"
#include "report/text_sweep.h"

enum { FAULT_COSTS = 10 };

/* The item for what the driver does. */
static const char program_name[] = "program";

const struct ll_rubric *ll_rubric_of(const struct ll_exercise *exercise)
{
    static const struct ll_rubric general = {.tests = 60, .memory = 40};
    static const struct ll_rubric swept = {.tests = 50, .memory = 30, .sweep = 20};
    static const struct ll_rubric stepped = {.tests = 20, .memory = 20, .steps = 60};
    static const struct ll_rubric both = {
        .tests = 15, .memory = 15, .sweep = 20, .steps = 50};
    bool steps = exercise->steps_count > 0;
    return exercise->rubric != NULL   ? exercise->rubric
           : exercise->sweep && steps ? &both
           : exercise->sweep          ? &swept
           : steps                    ? &stepped
                                      : &general;
}

char *ll_rubric_title(const char *name)
{
    char *title = strdup(name);
    for (char *c = title; c != NULL && *c != '\0'; c++)
        if (*c == '_')
            *c = ' ';
    return title;
}

static unsigned weight_of(const struct ll_rubric *rubric, const char *test)
{
    for (unsigned i = 0; i < rubric->weights_count; i++)
        if (strcmp(rubric->weights[i].test, test) == 0)
            return rubric->weights[i].weight;
    return 1;
}

static bool is_hidden(const struct ll_rubric *rubric, const char *test)
{
    for (unsigned i = 0; i < rubric->hidden_count; i++)
        if (strcmp(rubric->hidden[i], test) == 0)
            return true;
    return false;
}

/* ---- tests --------------------------------------------------------------------- */

static const char *name_of(const struct ll_unit *unit)
{
    return unit->number == 0 ? program_name : unit->name;
}

/* Whether a unit is the first of its name: all rounds of a loop test are one item. */
static bool is_first(const struct ll_transcript *units, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (strcmp(name_of(&units->units[k]), name_of(&units->units[i])) == 0)
            return false;
    return true;
}

static unsigned weight_at(const struct ll_rubric *rubric,
                          const struct ll_transcript *units, size_t i)
{
    return is_first(units, i) ? weight_of(rubric, name_of(&units->units[i])) : 0;
}

/* The sum of all weights, and the least that is not 0. */
static unsigned long sum_weights(const struct ll_rubric *rubric,
                                 const struct ll_transcript *units,
                                 unsigned long *least)
{
    unsigned long sum = 0;
    *least = ULONG_MAX;
    for (size_t i = 0; i < units->count; i++) {
        unsigned weight = weight_at(rubric, units, i);
        sum += weight;
        if (weight > 0 && weight < *least)
            *least = weight;
    }
    return sum;
}

/* Whether the test at unit `first` has one of the points that are left over once each
 * test has the whole points of its share. They go to the largest fractions, and where
 * fractions are equal, to the first tests. */
static bool has_left_over(const struct ll_rubric *rubric,
                          const struct ll_transcript *units, size_t first,
                          unsigned long weights)
{
    unsigned long all = rubric->tests, left = all, before = 0;
    unsigned long rest = all * weight_at(rubric, units, first) % weights;
    for (size_t i = 0; i < units->count; i++) {
        unsigned long share = all * weight_at(rubric, units, i);
        left -= share / weights;
        before += share % weights > rest ||
                  (share % weights == rest && i < first && is_first(units, i));
    }
    return rest > 0 && before < left;
}

/* The points of the test that begins at unit `first`: its share of all, in whole
 * points. When some test would have none, points are shared exactly. */
static double share_of(const struct ll_rubric *rubric,
                       const struct ll_transcript *units, size_t first)
{
    unsigned long least, all = rubric->tests, own = weight_at(rubric, units, first);
    unsigned long weights = sum_weights(rubric, units, &least);
    if (weights == 0)
        return 0;
    if (all * least < weights)
        return (double)all * (double)own / (double)weights;
    return (double)(all * own / weights + has_left_over(rubric, units, first, weights));
}

/* Whether all units of the test that begins at unit `first` passed; else the reason of
 * one that did not, or NULL, in `*message`. */
static bool passed(const struct ll_reference *reference,
                   const struct ll_examination *examination, size_t first,
                   char **message)
{
    const struct ll_unit *units = reference->units.units;
    bool all = true;
    for (size_t i = first; i < reference->units.count; i++) {
        const struct ll_unit_outcome *unit = &examination->units[units[i].number];
        if (strcmp(name_of(&units[i]), name_of(&units[first])) != 0 || unit->passed)
            continue;
        all = false;
        *message = *message != NULL ? *message : unit->message;
    }
    if (!all || units[first].number > 0 || examination->printed == NULL)
        return all;
    *message = examination->printed;
    return false;
}

/* New string. */
static char *title_of(const struct ll_exercise *exercise, const struct ll_unit *unit)
{
    if (unit->number > 0)
        return ll_rubric_title(unit->name);
    return strdup(exercise->prints != NULL ? "the program prints what it should"
                                           : "the program runs to its end");
}

static int add_test(const struct ll_exercise *exercise,
                    const struct ll_reference *reference,
                    const struct ll_examination *examination, size_t first,
                    struct ll_graded *graded, struct ll_error *err)
{
    const struct ll_rubric *rubric = ll_rubric_of(exercise);
    const struct ll_unit *unit = &reference->units.units[first];
    const char *name = name_of(unit);
    struct ll_graded_item item = {.kind = LL_ITEM_TEST,
                                  .name = (char *)name,
                                  .title = title_of(exercise, unit),
                                  .most = share_of(rubric, &reference->units, first),
                                  .hidden = is_hidden(rubric, name),
                                  .verdict = LL_UNGRADABLE};
    if (examination != NULL)
        item.verdict =
            passed(reference, examination, first, &item.message) ? LL_PASS : LL_FAIL;
    item.points = item.verdict == LL_PASS ? item.most : 0;
    int result =
        item.title == NULL ? ll_fail_memory(err) : ll_graded_add(graded, &item, err);
    free(item.title);
    return result;
}

/* ---- steps --------------------------------------------------------------------- */

/* Append the item of a step: its share in whole points, of which the first steps have
 * those that are left over. */
static int add_step(const struct ll_exercise *exercise, unsigned number,
                    enum ll_verdict verdict, const char *why, struct ll_graded *graded,
                    struct ll_error *err)
{
    unsigned all = ll_rubric_of(exercise)->steps, count = exercise->steps_count;
    char *name = strdup(exercise->steps[number].name);
    for (char *c = name; c != NULL && *c != '\0'; c++)
        if (*c == ' ')
            *c = '_';
    struct ll_graded_item item = {.kind = LL_ITEM_STEP,
                                  .name = name,
                                  .title = exercise->steps[number].name,
                                  .most = all / count + (number < all % count),
                                  .verdict = verdict};
    item.points = verdict == LL_PASS ? item.most : 0;
    item.message = verdict == LL_FAIL ? (char *)why : NULL;
    int result = name == NULL ? ll_fail_memory(err) : ll_graded_add(graded, &item, err);
    free(name);
    return result;
}

/* Whether a fault was seen in one of the step's tests. */
static bool is_in_tests(const struct ll_reference *reference,
                        const struct ll_step *step, const struct ll_diag *diag)
{
    const struct ll_stack *stack = ll_diag_key_stack(diag);
    for (size_t i = 0; i < stack->count; i++) {
        const char *function = stack->frames[i].function;
        long number =
            function != NULL ? ll_unit_of_function(reference, function) : LL_NO_UNIT;
        const struct ll_unit *unit =
            number > 0 ? ll_transcript_find(&reference->units, (uint32_t)number) : NULL;
        if (unit != NULL && ll_step_has_test(step, unit->name))
            return true;
    }
    return false;
}

/* Whether the step is mended (see struct ll_step); if not, why is appended to `why`. */
static bool is_mended(const struct ll_reference *reference,
                      const struct ll_examination *examination,
                      const struct ll_step *step, struct ll_buf *why)
{
    const struct ll_transcript *units = &reference->units;
    for (size_t i = 0; i < units->count && why->len == 0; i++)
        if (units->units[i].number > 0 &&
            ll_step_has_test(step, units->units[i].name) &&
            !examination->units[units->units[i].number].passed)
            ll_buf_addf(why, "the test '%s' fails", units->units[i].name);
    for (size_t i = 0; i < examination->diags.count && why->len == 0; i++) {
        const struct ll_diag *diag = &examination->diags.items[i];
        if (ll_kind_is_fault(diag->kind) &&
            (ll_step_has_kind(step, diag->kind) || is_in_tests(reference, step, diag)))
            ll_diag_headline(diag, why);
    }
    return why->len == 0;
}

static int add_steps(const struct ll_exercise *exercise,
                     const struct ll_reference *reference,
                     const struct ll_examination *examination, struct ll_graded *graded,
                     struct ll_error *err)
{
    int result = 0;
    if (examination == NULL)
        return ll_rubric_add_steps(exercise, NULL, graded, err);
    for (unsigned i = 0; i < exercise->steps_count && result == 0; i++) {
        struct ll_buf why = LL_BUF_INIT;
        bool mended = is_mended(reference, examination, &exercise->steps[i], &why);
        result = why.full ? ll_fail_memory(err)
                          : add_step(exercise, i, mended ? LL_PASS : LL_FAIL,
                                     ll_buf_text(&why), graded, err);
        ll_buf_release(&why);
    }
    return result;
}

int ll_rubric_add_steps(const struct ll_exercise *exercise,
                        const struct ll_steps *steps, struct ll_graded *graded,
                        struct ll_error *err)
{
    int result = 0;
    for (unsigned i = 0; i < exercise->steps_count && result == 0; i++) {
        const struct ll_step_judgement *item = steps != NULL ? &steps->items[i] : NULL;
        enum ll_verdict verdict = item == NULL || item->result.run_count == 0
                                      ? LL_UNGRADABLE
                                  : item->mended ? LL_PASS
                                                 : LL_FAIL;
        result = add_step(exercise, i, verdict, "it is not mended yet", graded, err);
    }
    return result;
}

/* ---- memory -------------------------------------------------------------------- */

unsigned ll_rubric_cost(const struct ll_rubric *rubric, enum ll_kind kind)
{
    for (unsigned i = 0; i < rubric->deductions_count; i++)
        if (strcmp(rubric->deductions[i].kind, ll_kind_name(kind)) == 0)
            return rubric->deductions[i].points;
    return FAULT_COSTS;
}

/* What the faults cost; `message` tells them. */
static unsigned cost_of_all(const struct ll_rubric *rubric,
                            const struct ll_diags *diags, struct ll_buf *message)
{
    unsigned cost = 0;
    for (size_t i = 0; i < diags->count; i++) {
        if (!ll_kind_is_fault(diags->items[i].kind))
            continue;
        ll_buf_puts(message, message->len > 0 ? "; " : "");
        ll_diag_headline(&diags->items[i], message);
        cost += ll_rubric_cost(rubric, diags->items[i].kind);
    }
    return cost;
}

/* Of the solution's units: how many came to their end and can be judged, how many are
 * idle, how many are tests, and how many tests passed. */
struct tally {
    size_t ended, idle, tests, passed;
};

/* Whether the unit is wrong and allocates nothing where the solution does: it says
 * nothing of how the submission uses memory. */
static bool is_idle(const struct ll_reference *reference,
                    const struct ll_examination *examination, uint32_t number)
{
    const struct ll_malloc_trace *trace = &examination->trials[LL_TRIAL_MEMCHECK].trace;
    const struct ll_balance *had = ll_malloc_trace_find(trace, number);
    const struct ll_balance *wanted = ll_malloc_trace_find(&reference->trace, number);
    return !examination->units[number].passed && had != NULL && wanted != NULL &&
           had->allocations == 0 && wanted->allocations > 0;
}

static struct tally count_units(const struct ll_reference *reference,
                                const struct ll_examination *examination)
{
    struct tally tally = {0};
    for (size_t i = 0; i < reference->units.count; i++) {
        uint32_t number = reference->units.units[i].number;
        const struct ll_unit_outcome *unit = &examination->units[number];
        bool idle = is_idle(reference, examination, number);
        tally.ended += unit->ended && !idle;
        tally.idle += idle;
        tally.tests += number > 0;
        tally.passed += unit->passed && number > 0;
    }
    return tally;
}

static void judge_memory(const struct ll_rubric *rubric,
                         const struct ll_reference *reference,
                         const struct ll_examination *examination,
                         struct ll_graded_item *item, struct ll_buf *message)
{
    struct tally tally = count_units(reference, examination);
    bool faulty = ll_diags_faults(&examination->diags) > 0;
    double reached = (double)tally.ended / (double)reference->units.count;
    unsigned cost = cost_of_all(rubric, &examination->diags, message);
    if (!examination->whole && !faulty)
        cost += FAULT_COSTS; /* each unit may have ended, and the program not well */
    item->verdict = faulty || !examination->whole || tally.idle > 0 ? LL_FAIL : LL_PASS;
    item->points = floor(item->most * reached) - cost;
    if (!examination->whole && !faulty)
        ll_buf_puts(message, "not every part of it ran to its end under each tool");
    if (examination->whole && !faulty && tally.idle > 0)
        ll_buf_puts(message, "what is wrong and asks for no memory says nothing of it");
    if (tally.tests > 0 && tally.passed == 0) {
        item->verdict = LL_FAIL;
        item->points = 0;
        ll_buf_puts(message, message->len > 0 ? "; " : "");
        ll_buf_puts(message, "no test passes: memory has no points then");
    }
    if (item->points < 0)
        item->points = 0;
    if (item->verdict == LL_PASS)
        item->points = item->most;
}

static int add_memory(const struct ll_exercise *exercise,
                      const struct ll_reference *reference,
                      const struct ll_examination *examination,
                      struct ll_graded *graded, struct ll_error *err)
{
    const struct ll_rubric *rubric = ll_rubric_of(exercise);
    struct ll_buf message = LL_BUF_INIT;
    struct ll_graded_item item = {.kind = LL_ITEM_MEMORY,
                                  .name = "memory",
                                  .title = "its memory is in order",
                                  .most = rubric->memory,
                                  .verdict = LL_UNGRADABLE};
    if (examination != NULL)
        judge_memory(rubric, reference, examination, &item, &message);
    item.message = message.len > 0 ? message.data : NULL;
    int result = message.full ? ll_fail_memory(err) : ll_graded_add(graded, &item, err);
    ll_buf_release(&message);
    return result;
}

/* ---- failing allocations ------------------------------------------------------- */

/* Of the allocations of two sweeps: how many there are that should have been tried, and
 * how many of those were and were survived. */
struct share {
    unsigned long survived, all;
};

/* Of more allocations than the solution has, so many less are told as survived: else a
 * submission would lose less for a fault, the more it allocates besides. */
static struct share count_share(const struct ll_sweep *sweep, unsigned long most)
{
    struct share share = {ll_sweep_survived(sweep), ll_sweep_tried(sweep)};
    /* Those that were left out on purpose are like others that were tried. */
    if (sweep->late && share.all < sweep->allocations)
        share.all = sweep->allocations;
    unsigned long lost = share.all - share.survived;
    if (most > 0 && share.all > most)
        share.all = lost > most ? lost : most;
    share.survived = share.all - lost;
    return share;
}

static bool is_late(const struct ll_sweep *sweep)
{
    return sweep->late && sweep->untried > 0;
}

static void judge_sweeps(const struct ll_judgement *judgement,
                         const struct ll_unswept *unswept, struct ll_graded_item *item,
                         struct ll_buf *message)
{
    unsigned long survived = 0, all = 0;
    bool late = false, faulty = false, endless = false;
    item->verdict = LL_PASS;
    for (size_t i = 0; i < 2; i++) {
        const struct ll_sweep *sweep = &judgement->sweeps[i];
        const struct share share =
            count_share(sweep, unswept != NULL ? unswept->solutions[i] : 0);
        survived += share.survived;
        all += share.all;
        late = late || is_late(sweep);
        if (ll_judge_swept_well(sweep))
            continue;
        item->verdict = LL_FAIL;
        faulty = faulty || sweep->base.verdict == LL_FAIL;
        endless = endless || sweep->base.verdict == LL_UNGRADABLE;
        if (message->len == 0) /* the suite's sweep mostly finds the same */
            ll_sweep_headlines(sweep, message);
    }
    late = late && survived < all; /* else one of the tools tried them all */
    if (late || all == 0)
        item->verdict = LL_FAIL;
    if (item->verdict == LL_PASS)
        item->points = item->most;
    else if (all > 0 && (message->len > 0 || late) && !endless)
        item->points = floor(item->most * (double)survived / (double)all);
    if (item->verdict == LL_FAIL && message->len == 0)
        ll_buf_puts(message,
                    faulty ? "where allocations are made to fail, it has a fault also "
                             "when none does"
                    : endless
                        ? "where allocations are made to fail, it does not come to "
                          "its end, also when none does"
                    : all == 0 ? "it has no allocation that could be made to fail"
                               : "not all of its allocations could be made to "
                                 "fail in the time there is");
}

int ll_rubric_add_sweep(const struct ll_exercise *exercise,
                        const struct ll_judgement *judgement,
                        const struct ll_unswept *unswept, const char *differs,
                        struct ll_graded *graded, struct ll_error *err)
{
    struct ll_buf message = LL_BUF_INIT;
    struct ll_graded_item item = {.kind = LL_ITEM_SWEEP,
                                  .name = "sweep",
                                  .title = "it survives each failing allocation",
                                  .most = ll_rubric_of(exercise)->sweep,
                                  .verdict = LL_PASS};
    if (!exercise->sweep)
        return 0;
    for (size_t i = 0; i < graded->count; i++)
        if (graded->items[i].verdict > item.verdict)
            item.verdict = graded->items[i].verdict;
    if (item.verdict == LL_PASS && differs != NULL) {
        item.verdict = LL_FAIL;
        ll_buf_puts(&message, differs);
    } else if (item.verdict == LL_PASS) {
        judge_sweeps(judgement, unswept, &item, &message);
    } else if (item.verdict == LL_FAIL) {
        ll_buf_puts(&message, "not tried yet: all else has to pass first");
    }
    if (item.verdict > graded->verdict)
        graded->verdict = item.verdict;
    item.message = message.len > 0 ? message.data : NULL;
    int result = message.full ? ll_fail_memory(err) : ll_graded_add(graded, &item, err);
    ll_buf_release(&message);
    return result;
}

/* ---- all of it ----------------------------------------------------------------- */

int ll_rubric_apply(const struct ll_exercise *exercise,
                    const struct ll_reference *reference,
                    const struct ll_examination *examination, struct ll_graded *graded,
                    struct ll_error *err)
{
    const struct ll_transcript *units = &reference->units;
    for (size_t i = 0; i < units->count; i++)
        if (is_first(units, i) &&
            add_test(exercise, reference, examination, i, graded, err) != 0)
            return -1;
    if (add_steps(exercise, reference, examination, graded, err) != 0)
        return -1;
    return add_memory(exercise, reference, examination, graded, err);
}
