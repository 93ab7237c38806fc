/* SPDX-License-Identifier: MIT */
#include "grade/bare_sweep.h"

#include <signal.h>
#include <sys/random.h>

#include "grade/trial.h"

enum { TRIES = 4 }; /* as far apart as they can be */

static int run(const struct ll_bare_sweep_order *order, unsigned long number,
               bool with_all, struct ll_trial *trial, struct ll_error *err)
{
    const struct ll_trial_order what = {
        .setup = {.harness = order->harness,
                  .program = &order->compiled->programs[LL_WAY_PLAIN],
                  .fail = true,
                  .fenced = true,
                  .packs = order->reference->packs,
                  .fails = number,
                  .fails_all = with_all},
        .last = 0, /* the driver */
        .limits = order->limits};
    return ll_trial_run(&what, trial, err);
}

/* What the submission has to answer for: abort() and the like may be the driver's, if
 * it has them. */
static const struct ll_death *find_crash(const struct ll_bare_sweep_order *order,
                                         const struct ll_trial *trial)
{
    const struct ll_death *death = ll_trial_death(trial, 0);
    bool crashed =
        death != NULL &&
        (!order->harness->may_end || ll_process_hung(&death->ended) ||
         (death->ended.how == LL_END_SIGNALLED && death->ended.signal != SIGABRT));
    return crashed ? death : NULL;
}

/* Whether the submission called exit(), though its functions have to return. */
static bool has_quit(const struct ll_bare_sweep_order *order,
                     const struct ll_trial *trial)
{
    const struct ll_unit *unit = ll_transcript_find(&trial->units, 0);
    return !order->harness->may_end && unit != NULL && unit->end == LL_UNIT_LEFT;
}

/* The bytes that the driver kept, more than the solution's does when nothing fails. */
static long long kept(const struct ll_bare_sweep_order *order,
                      const struct ll_trial *trial)
{
    const struct ll_unit *had = ll_transcript_find(&trial->units, 0);
    const struct ll_unit *wanted = ll_transcript_find(&order->reference->fenced, 0);
    return order->frees_all && had != NULL && wanted != NULL &&
                   had->end == LL_UNIT_ENDED
               ? (long long)(had->bytes - wanted->bytes)
               : 0;
}

static void say(const struct ll_bare_sweep_order *order, const struct ll_trial *trial,
                unsigned long number, struct ll_buf *wrong)
{
    const struct ll_death *crash = find_crash(order, trial);
    bool quit = has_quit(order, trial);
    long long bytes = kept(order, trial);
    if (crash == NULL && !quit && bytes <= 0)
        return;
    ll_buf_addf(wrong,
                "when no tool looks on, and allocation %lu of the program fails, it ",
                number);
    if (quit)
        ll_buf_puts(wrong, "calls exit() in place of returning");
    else if (crash != NULL)
        ll_ended_say(&crash->ended, &crash->limits, wrong);
    else
        ll_buf_addf(wrong, "keeps %lld bytes", bytes);
    ll_buf_puts(wrong, ": it does something else then");
}

int ll_bare_sweep(const struct ll_bare_sweep_order *order, struct ll_buf *wrong,
                  double *seconds, struct ll_error *err)
{
    const size_t all = order->allocations;
    size_t random;
    int result = 0;
    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random)
        return ll_fail(err, LL_FAULT_HARNESS, "the system has no random numbers");
    for (size_t i = 0; i < TRIES && all > 0 && result == 0; i++) {
        struct ll_trial trial = {.output = LL_BUF_INIT};
        unsigned long number = 1 + (random % all + i * all / TRIES) % all;
        result = run(order, number, i % 2 == 1, &trial, err);
        *seconds += trial.seconds;
        if (result == 0)
            say(order, &trial, number, wrong);
        ll_trial_release(&trial);
        if (wrong->len > 0)
            break;
    }
    return result;
}
