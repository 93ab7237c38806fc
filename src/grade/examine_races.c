/* SPDX-License-Identifier: MIT */
#include "grade/examine_races.h"

#include "runtime/stops.h"
#include "session/second_judge.h"
#include "session/stopped.h"
#include "submission/gate.h"
#include "submission/gate_object.h"

/* ---- the second judge ------------------------------------------------------------ */

/* Whether what it does may be put in order by atomic operations, as far as the source
 * shows, and nothing in it could turn the second judge off. */
static bool may_be_ordered(const struct ll_examine_order *order)
{
    const struct ll_compiled *compiled = order->compiled;
    const char *text = ll_buf_text(&compiled->text);
    struct ll_buf why = LL_BUF_INIT;
    bool passes = ll_second_judge_knows_more(text) &&
                  ll_gate_tokens(compiled->name, text, &why) == 0 &&
                  ll_gate_object(compiled->name, &compiled->object,
                                 &order->harness->taken, LL_GATE_C, &why) == 0;
    ll_buf_release(&why);
    return passes;
}

/* Take the second judge's word, where it may change the first one's. What it is built
 * of is the preprocessed source: no macro tells it from the graded program. */
static int ask_again(const struct ll_examine_order *order, struct ll_examination *out,
                     struct ll_diags *diags, struct ll_error *err)
{
    struct ll_home_seen seen;
    if (ll_second_judge_has_race(diags) && !may_be_ordered(order))
        return 0;
    int result = ll_home_look(order->look, ll_tool_for(LL_TOOL_RACES_BUILT_IN),
                              &order->compiled->text, &seen, err);
    out->seconds += seen.seconds;
    if (result == 0)
        result = ll_second_judge_decide(diags, &seen.diags, seen.whole, err);
    ll_diags_release(&seen.diags);
    return result;
}

/* ---- runs with stopped threads --------------------------------------------------- */

/* A run that is cut short says nothing. */
static bool has_time(const struct ll_examine_order *order,
                     const struct ll_examination *out)
{
    double left = ll_examine_time_left(order, out->seconds);
    return left <= 0 || left >= order->limits.wall_seconds;
}

/* Run the graded program as nobody watches it, and stop its threads, until one run
 * shows a race. */
static int stop_threads(const struct ll_examine_order *order,
                        struct ll_examination *out, struct ll_diags *diags,
                        struct ll_error *err)
{
    const char *wanted = order->harness->exercise->prints;
    int result = 0;
    if (!LL_STOPS_WORK || wanted == NULL || out->printed != NULL)
        return 0;
    for (unsigned run = 1; run <= LL_STOPS_RUNS && result == 0; run++) {
        if (!has_time(order, out))
            break;
        const struct ll_trial_order what = {
            .setup = {.harness = order->harness,
                      .program = &order->compiled->programs[LL_WAY_PLAIN],
                      .fail = true,
                      .stopped = run},
            .limits = order->limits};
        struct ll_trial trial;
        result = ll_trial_run(&what, &trial, err);
        out->seconds += trial.seconds;
        if (result == 0)
            result = ll_stopped_judge(diags, ll_buf_text(&trial.output), wanted,
                                      trial.whole && trial.death_count == 0, err);
        ll_trial_release(&trial);
    }
    return result < 0 ? -1 : 0;
}

/* The first test that passed elsewhere and goes wrong in that run; NULL: none does. Of
 * a run that hung, what came after it is not known. */
static const struct ll_unit *find_wrong(const struct ll_examine_order *order,
                                        const struct ll_examination *out,
                                        const struct ll_trial *trial, uint32_t first,
                                        struct ll_buf *words)
{
    const struct ll_transcript *truths = &order->reference->units;
    for (size_t i = 0; i < truths->count; i++) {
        const struct ll_unit *truth = &truths->units[i];
        const struct ll_unit *unit = ll_transcript_find(&trial->units, truth->number);
        if (truth->number < first || !out->units[truth->number].passed)
            continue;
        if (ll_trial_hung(trial, truth->number) || (unit == NULL && !trial->whole))
            return NULL;
        if (unit == NULL || ll_unit_compare(truth, unit, words) != LL_UNIT_SAME)
            return truth;
    }
    return NULL;
}

static int add_wrong(struct ll_diags *into, const struct ll_unit *unit,
                     const struct ll_buf *words, struct ll_error *err)
{
    struct ll_buf what = LL_BUF_INIT;
    ll_buf_addf(
        &what,
        "when its threads are stopped at other moments, the test '%s' goes wrong "
        "(%s): two of them used the same memory at the same time",
        unit->name, words->len > 0 ? ll_buf_text(words) : "it breaks off");
    return ll_diags_add_words(into, &what, NULL, ll_tool_for(LL_TOOL_BARE)->name, err);
}

/* The same for the tests. What a program prints it can make up, but not what a test
 * observes. Few threads are stopped in all, so that each run begins with another test.
 */
static int stop_in_tests(const struct ll_examine_order *order,
                         struct ll_examination *out, struct ll_diags *diags,
                         struct ll_error *err)
{
    uint32_t last = order->reference->last;
    size_t before = diags->count;
    int result = 0;
    for (unsigned run = 1;
         run <= LL_STOPS_RUNS && result == 0 && last > 0 && diags->count == before;
         run++) {
        if (!has_time(order, out))
            break;
        const struct ll_trial_order what = {
            .setup = {.harness = order->harness,
                      .program = &order->compiled->programs[LL_WAY_PLAIN],
                      .stopped = run},
            .first = 1 + (run - 1) % last,
            .last = last,
            .limits = order->limits};
        struct ll_trial trial;
        struct ll_buf words = LL_BUF_INIT;
        result = ll_trial_run(&what, &trial, err);
        out->seconds += trial.seconds;
        const struct ll_unit *wrong =
            result == 0 ? find_wrong(order, out, &trial, what.first, &words) : NULL;
        if (wrong != NULL)
            result = add_wrong(diags, wrong, &words, err);
        ll_buf_release(&words);
        ll_trial_release(&trial);
    }
    return result;
}

/* ---- the first ------------------------------------------------------------------- */

/* The run under this tool did not come to its end, though those under the others did:
 * what the tool would have seen is not known. */
static int add_unwatched(struct ll_diags *into, const struct ll_tool *tool,
                         struct ll_error *err)
{
    struct ll_buf what = LL_BUF_INIT;
    ll_buf_addf(&what, "under %s, the program does not run to its end", tool->title);
    return ll_diags_add_words(into, &what, NULL, tool->name, err);
}

int ll_examine_races(const struct ll_examine_order *order, const struct ll_tool *tool,
                     struct ll_examination *out, struct ll_diags *driver,
                     struct ll_error *err)
{
    const char *roots[] = {LL_SUBMISSION_ROOT, order->harness->lesson->folder, NULL};
    const struct ll_trial_order what = {
        .setup = {.harness = order->harness,
                  .tool = tool,
                  .program = &order->compiled->programs[LL_WAY_PLAIN],
                  .fail = true},
        .before = &out->trials[LL_TRIAL_BARE],
        .limits = order->limits,
        .most_seconds = ll_examine_time_left(order, out->seconds)};
    struct ll_trial trial;
    int result = ll_trial_run(&what, &trial, err);
    bool whole = trial.whole && trial.death_count == 0 && trial.broken == NULL;
    out->seconds += trial.seconds;
    if (result == 0 && trial.tampered != NULL && out->tampered == NULL) {
        out->tampered = trial.tampered;
        trial.tampered = NULL;
    }
    if (result == 0)
        result = ask_again(order, out, &trial.diags, err);
    if (result == 0 && whole && !ll_second_judge_has_race(&trial.diags))
        result = stop_threads(order, out, &trial.diags, err);
    if (result == 0 && whole && LL_STOPS_WORK && ll_diags_faults(&trial.diags) == 0)
        result = stop_in_tests(order, out, &trial.diags, err);
    if (result == 0)
        result = ll_diags_merge(driver, &trial.diags, roots, err);
    if (result == 0 && !whole && ll_diags_faults(driver) == 0)
        result = add_unwatched(driver, tool, err);
    ll_trial_release(&trial);
    return result;
}
