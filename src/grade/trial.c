/* SPDX-License-Identifier: MIT */
#include "grade/trial.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "session/session.h"

enum { PROCESSES_MAX = 24, HANGS_MAX = 2, OUTPUT_MAX = 16 << 20 };
enum { TRIES = 3 };       /* of a process that is killed from outside */
#define START_SECONDS 6.0 /* of an interpreter under a tool: processor time */

/* The same of a tool that is not in the program. */
#define TOOL_START_SECONDS 0.5

/* ---- adding up what the processes left ----------------------------------------- */

/* Keep the first reason. */
static int set(char **to, const char *text, struct ll_error *err)
{
    if (*to != NULL || text == NULL)
        return 0;
    *to = strdup(text);
    return *to == NULL ? ll_fail_memory(err) : 0;
}

static int note_trouble(const struct ll_process *process, struct ll_trial *trial,
                        struct ll_error *err)
{
    const char *broken = NULL;
    if (process->complete == LL_TOOL_CRASHED)
        broken = process->note != NULL ? process->note : "the tool failed";
    return set(&trial->tampered, process->tampered, err) != 0
               ? -1
               : set(&trial->broken, broken, err);
}

/* The process ended in that unit. */
static int note_death(struct ll_process *process, struct ll_trial *trial, uint32_t unit,
                      struct ll_error *err)
{
    if (!LL_GROW_ONE(trial->deaths, trial->death_count))
        return ll_fail_memory(err);
    trial->deaths[trial->death_count++] = (struct ll_death){.unit = unit,
                                                            .ended = process->ended,
                                                            .limits = process->limits,
                                                            .note = process->note};
    process->note = NULL;
    return 0;
}

static int add_diags(const struct ll_diags *from, struct ll_trial *trial,
                     struct ll_error *err)
{
    for (size_t i = 0; i < from->count; i++)
        if (ll_diags_add_copy(&trial->diags, &from->items[i], err) != 0)
            return -1;
    return 0;
}

/* Move the balances of `from` to the trial's. */
static int add_trace(struct ll_malloc_trace *from, struct ll_trial *trial,
                     struct ll_error *err)
{
    struct ll_malloc_trace *to = &trial->trace;
    if (!LL_GROW_ONE(to->items, to->count + from->count))
        return ll_fail_memory(err);
    for (size_t i = 0; i < from->count; i++)
        to->items[to->count++] = from->items[i];
    from->count = 0;
    if (from->outside > to->outside)
        to->outside = from->outside;
    return 0;
}

static bool left_by_exit(const struct ll_transcript *units)
{
    return units->count > 0 && units->units[units->count - 1].end == LL_UNIT_LEFT;
}

/* Note how far the process came. Sets `*next` to the unit to go on with; beyond the
 * last: that was all. */
static int note_end(struct ll_process *process, struct ll_trial *trial, uint32_t *next,
                    struct ll_error *err)
{
    const struct ll_transcript *units = &process->units;
    uint32_t reached =
        units->count == 0 ? process->told.first : units->units[units->count - 1].number;
    bool left = left_by_exit(units);
    *next = units->done && !left ? process->told.last + 1 : reached + 1;
    trial->whole = units->done && (*next > process->told.last || left);
    return units->done ? 0 : note_death(process, trial, reached, err);
}

/* Add what a process left, and that it read, to the trial. */
static int add_process(struct ll_process *process, struct ll_trial *trial,
                       uint32_t *next, struct ll_error *err)
{
    if (note_trouble(process, trial, err) != 0 ||
        add_diags(&process->diags, trial, err) != 0 ||
        add_trace(&process->trace, trial, err) != 0 ||
        note_end(process, trial, next, err) != 0)
        return -1;
    return ll_transcript_add(&trial->units, &process->units, err);
}

/* What it cost, and, of the first one, what it printed. */
static void add_costs(struct ll_process *process, struct ll_trial *trial)
{
    trial->seconds += process->ended.wall_seconds;
    trial->cpu_seconds += process->ended.cpu_seconds;
    if (trial->processes++ > 0)
        return;
    trial->output = process->output;
    ll_buf_show_zeros(&trial->output); /* it is compared as a string */
    process->output = (struct ll_buf)LL_BUF_INIT;
}

/* ---- by a fork server ---------------------------------------------------------- */

/* Whether the allocation trace tells of the first `count` units from begin to end. */
static bool is_balanced(const struct ll_process *process, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct ll_balance *balance =
            ll_malloc_trace_find(&process->trace, process->units.units[i].number);
        if (balance == NULL || !balance->ended)
            return false;
    }
    return true;
}

/* Whether the process came to its end, and nothing at all was out of order. */
static bool is_in_order(const struct ll_process *process)
{
    const struct ll_transcript *units = &process->units;
    return units->done && !left_by_exit(units) && process->tampered == NULL &&
           process->complete != LL_TOOL_CRASHED && is_balanced(process, units->count);
}

/* Whether a signal ended it where the same one ended it in the trial before, and
 * nothing else was out of order. */
static bool crashed_as_before(const struct ll_trial_order *order,
                              const struct ll_process *process)
{
    const struct ll_transcript *units = &process->units;
    if (order->before == NULL || units->count == 0 || units->done)
        return false;
    const struct ll_death *before =
        ll_trial_death(order->before, units->units[units->count - 1].number);
    return before != NULL && before->ended.how == LL_END_SIGNALLED &&
           process->ended.how == LL_END_SIGNALLED &&
           process->ended.signal == before->ended.signal && process->tampered == NULL &&
           process->complete == LL_COMPLETE && is_balanced(process, units->count - 1);
}

/* Have the server run the process. 0, 1: the server is of no use; -1. */
static int serve(const struct ll_trial_order *order, struct ll_process *process,
                 struct ll_error *err)
{
    const struct ll_process_setup *setup = &order->setup;
    struct ll_served_run run = {
        .program = setup->program,
        .fail = setup->fail ? setup->harness->lesson->manifest->fail : NULL,
        .say = &process->told,
        .say_bytes = sizeof process->told,
        .seconds = process->limits.wall_seconds,
        .takes_snapshots = ll_process_takes_snapshots(setup)};
    struct ll_buf *texts[] = {&run.transcript, &run.report, &run.log, &run.output,
                              &run.snapshot};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ll_buf_init(texts[i], OUTPUT_MAX);
    int result = ll_fork_server_run(order->server, &run, err);
    process->transcript = run.transcript;
    process->report = run.report;
    process->log = run.log;
    process->output = run.output;
    process->snapshot = run.snapshot;
    process->ended = run.ended;
    return result;
}

/* Run a process by the server. 0; 1: something was not in order, and nothing of it
 * counts; -1. Release `process` in any case. */
static int serve_process(const struct ll_trial_order *order,
                         const struct ll_limits *limits, uint32_t first, uint32_t last,
                         struct ll_process *process, struct ll_error *err)
{
    int result = ll_process_open(process, &order->setup, limits, first, last, err);
    process->told.heap_is_plain = true;
    if (result == 0)
        result = serve(order, process, err);
    if (result == 0)
        result = ll_process_read(process, &order->setup, err);
    if (result == 0)
        result = !is_in_order(process) && !crashed_as_before(order, process);
    return result;
}

int ll_trial_serve(const struct ll_trial_order *order, struct ll_trial *trial,
                   struct ll_error *err)
{
    struct ll_process process;
    uint32_t next = 0;
    *trial = (struct ll_trial){.output = LL_BUF_INIT};
    int result =
        serve_process(order, &order->limits, order->first, order->last, &process, err);
    if (result == 0)
        result = add_process(&process, trial, &next, err);
    add_costs(&process, trial);
    trial->served = result == 0;
    ll_process_release(&process);
    return result;
}

/* ---- by processes of its own --------------------------------------------------- */

/* A trial under way. */
struct course {
    const struct ll_trial_order *order;
    struct ll_trial *trial;
    uint32_t first, last; /* units of the next process */
    unsigned hangs;
    bool passed_over; /* units that are not worth their time */
    unsigned served;  /* processes that the server ran */
};

static bool hung_before(const struct ll_trial_order *order, uint32_t unit)
{
    return order->before != NULL && ll_trial_hung(order->before, unit);
}

/* Whether to run that unit. If it hung in the trial before, it is run for a shorter
 * time, unless one such unit was already, or it only waited: then it does so here, too.
 */
static bool is_worth_it(const struct ll_trial_order *order,
                        const struct ll_trial *trial, uint32_t unit)
{
    if (!hung_before(order, unit))
        return trial->given_up == 0 || unit < trial->given_up;
    for (size_t i = 0; i < trial->death_count; i++)
        if (hung_before(order, trial->deaths[i].unit))
            return false;
    return order->again_seconds > 0 &&
           ll_trial_death(order->before, unit)->ended.how != LL_END_TIMEOUT;
}

/* Whether one process can run `unit` and the one after it: a unit that hung before is
 * run alone. */
static bool go_together(const struct ll_trial_order *order,
                        const struct ll_trial *trial, uint32_t unit)
{
    return !hung_before(order, unit) && !hung_before(order, unit + 1) &&
           is_worth_it(order, trial, unit + 1);
}

/* Find the next units that one process can run, from course->first on. False: there are
 * none. */
static bool find_units(struct course *course)
{
    const struct ll_trial_order *order = course->order;
    uint32_t wanted = course->first;
    while (course->first <= order->last &&
           !is_worth_it(order, course->trial, course->first))
        course->first++;
    if (course->first > order->last) {
        course->first = wanted;
        return false;
    }
    course->passed_over |= course->first > wanted;
    course->last = course->first;
    while (course->last < order->last &&
           go_together(order, course->trial, course->last))
        course->last++;
    return true;
}

/* The seconds that are left for all processes; 0: there is no limit. */
static double seconds_left(const struct course *course)
{
    double most = course->order->most_seconds, left = most - course->trial->seconds;
    return most <= 0 ? 0 : left > 0 ? left : 1e-3;
}

static bool has_time(const struct course *course)
{
    double left = seconds_left(course);
    return left <= 0 || left >= 1;
}

/* The limits of the next process. An interpreter takes time to start, much under a
 * tool; the machine may be busy, and as at home that is not held against a program. */
static struct ll_limits limits_of(const struct course *course)
{
    const struct ll_trial_order *order = course->order;
    struct ll_limits limits = order->limits;
    bool interpreter =
        order->setup.harness->has_interpreter && order->setup.tool != NULL;
    bool again = hung_before(order, course->first);
    bool outside = order->setup.tool != NULL && !order->setup.tool->is_built_in;
    if (again)
        limits.cpu_seconds = order->again_seconds + (outside ? TOOL_START_SECONDS : 0);
    if (interpreter) {
        limits.cpu_seconds += again ? START_SECONDS : LL_INTERPRETER_CPU_SECONDS;
        limits.wall_seconds += LL_INTERPRETER_WALL_SECONDS;
    }
    double left = seconds_left(course);
    if (left > 0 && (limits.wall_seconds <= 0 || left < limits.wall_seconds))
        limits.wall_seconds = left;
    return limits;
}

/* Whether something killed it that was neither a limit nor itself: the lock
 * (observe/lock.h) keeps a submission from that. */
static bool killed_from_outside(const struct ll_ended *ended)
{
    return ended->how == LL_END_SIGNALLED && ended->signal == SIGKILL;
}

/* Run a process, again where it was killed from outside: that is not its doing. */
static int run_once(const struct course *course, const struct ll_limits *limits,
                    struct ll_process *process, struct ll_error *err)
{
    const struct ll_process_setup *setup = &course->order->setup;
    for (int i = 0; i < TRIES; i++) {
        if (i > 0)
            ll_process_release(process);
        if (ll_process_open(process, setup, limits, course->first, course->last, err) !=
                0 ||
            ll_process_run(process, setup, err) != 0)
            return -1;
        if (!killed_from_outside(&process->ended))
            return 0;
    }
    return ll_fail(err, LL_FAULT_HARNESS,
                   "the program was killed from outside, %d times: is there enough "
                   "memory?",
                   TRIES);
}

/* Run one process for the units that were found by the server, where that is of use.
 * The same as serve_process(). */
static int run_served(const struct course *course, const struct ll_limits *limits,
                      struct ll_process *process, struct ll_error *err)
{
    const struct ll_trial_order *order = course->order;
    if (order->server == NULL || hung_before(order, course->first))
        return 1;
    int result =
        serve_process(order, limits, course->first, course->last, process, err);
    if (result > 0) {
        course->trial->seconds += process->ended.wall_seconds;
        ll_process_release(process);
    }
    return result;
}

/* Run one process for the units that were found. */
static int run_process(struct course *course, struct ll_error *err)
{
    const struct ll_trial_order *order = course->order;
    const struct ll_limits limits = limits_of(course);
    struct ll_process process;
    int result = run_served(course, &limits, &process, err);
    course->served += result == 0;
    if (result > 0) {
        result = run_once(course, &limits, &process, err);
        if (result == 0)
            result = ll_process_read(&process, &order->setup, err);
    }
    if (result == 0)
        result = add_process(&process, course->trial, &course->first, err);
    add_costs(&process, course->trial);
    course->hangs += ll_process_hung(&process.ended);
    ll_process_release(&process);
    return result;
}

static int run_processes(const struct ll_trial_order *order, struct ll_trial *trial,
                         struct ll_error *err)
{
    struct course course = {.order = order, .trial = trial, .first = order->first};
    int result = 0;
    while (result == 0 && trial->tampered == NULL && find_units(&course)) {
        if (trial->processes == PROCESSES_MAX || course.hangs == HANGS_MAX ||
            !has_time(&course)) {
            trial->given_up = course.first;
            break;
        }
        result = run_process(&course, err);
    }
    trial->whole = trial->whole && !course.passed_over && course.first > order->last;
    trial->served = course.served > 0 && course.served == trial->processes;
    return result;
}

int ll_trial_run(const struct ll_trial_order *order, struct ll_trial *trial,
                 struct ll_error *err)
{
    *trial = (struct ll_trial){.output = LL_BUF_INIT};
    if (order->before != NULL)
        trial->given_up = order->before->given_up;
    return run_processes(order, trial, err);
}

void ll_trial_release(struct ll_trial *trial)
{
    ll_transcript_release(&trial->units);
    ll_malloc_trace_release(&trial->trace);
    ll_diags_release(&trial->diags);
    for (size_t i = 0; i < trial->death_count; i++)
        free(trial->deaths[i].note);
    free(trial->deaths);
    free(trial->tampered);
    free(trial->broken);
    ll_buf_release(&trial->output);
    *trial = (struct ll_trial){0};
}

const struct ll_death *ll_trial_death(const struct ll_trial *trial, uint32_t unit)
{
    for (size_t i = 0; i < trial->death_count; i++)
        if (trial->deaths[i].unit == unit)
            return &trial->deaths[i];
    return NULL;
}

bool ll_trial_hung(const struct ll_trial *trial, uint32_t unit)
{
    const struct ll_death *death = ll_trial_death(trial, unit);
    return death != NULL && ll_process_hung(&death->ended);
}
