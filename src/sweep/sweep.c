/* SPDX-License-Identifier: MIT
 *
 * Each tool sweeps on its own, in parallel with the others. Then the results for the
 * same failure are joined. Two tools speak of the same failure if its number, function,
 * bytes and line are equal. They can differ: under a tool, a library function may
 * allocate in another way. */
#include "sweep/sweep.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/grow.h"
#include "base/text.h"
#include "diag/allocator.h"
#include "diag/cython.h"
#include "session/cache.h"
#include "session/run.h"
#include "sweep/cause.h"
#include "sweep/one_tool.h"
#include "sweep/tried.h"

enum { TOOLS_MOST = LL_WITNESSES_MAX, LOOKS_MOST = 16, CALLS_MOST = 32 };

/* ---- the tools, side by side ----------------------------------------------------- */

struct task {
    const struct ll_session *session;
    const struct ll_subject *subject;
    const struct ll_sweep_options *options;
    struct ll_present present;
    struct ll_one_tool one;
    int result;
    struct ll_error err;
    pthread_t thread;
    bool started;
};

static void *work(void *data)
{
    struct task *task = data;
    struct ll_present *present = &task->present;
    /* Without a cache the tool's version, a part of what is remembered, is not asked.
     */
    struct ll_cache *cache = task->session->no_cache ? NULL : ll_cache_open();
    task->result = ll_present_find(present, task->one.tool, cache, false, &task->err);
    ll_cache_close(cache);
    if (task->result == 0 && present->version == NULL) {
        task->one.base =
            (struct ll_run){.tool = task->one.tool, .status = LL_RUN_NO_TOOL};
        task->one.base.note = present->missing;
        present->missing = NULL;
    } else if (task->result == 0) {
        task->result = ll_sweep_one_tool(task->session, task->subject, task->options,
                                         &task->one, &task->err);
    }
    return NULL;
}

static int work_together(struct task *tasks, size_t count, struct ll_error *err)
{
    for (size_t i = 1; i < count; i++)
        tasks[i].started = pthread_create(&tasks[i].thread, NULL, work, &tasks[i]) == 0;
    for (size_t i = 0; i < count; i++)
        if (!tasks[i].started)
            work(&tasks[i]);
    for (size_t i = 0; i < count; i++)
        if (tasks[i].started)
            pthread_join(tasks[i].thread, NULL);
    for (size_t i = 0; i < count; i++)
        if (tasks[i].result != 0) {
            if (err != NULL)
                *err = tasks[i].err;
            return -1;
        }
    return 0;
}

/* ---- a sample -------------------------------------------------------------------- */

static uint64_t next_random(uint64_t *state) /* splitmix64 */
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static bool same_calls(const struct ll_stack *a, const struct ll_stack *b,
                       const char *const *roots)
{
    const struct ll_frame *x[CALLS_MOST], *y[CALLS_MOST];
    size_t count = ll_stack_owns(a, roots, x, CALLS_MOST);
    bool same = ll_stack_owns(b, roots, y, CALLS_MOST) == count;
    for (size_t i = 0; i < count && same; i++)
        same = ll_frames_same_line(x[i], y[i]);
    return same;
}

static void shuffle(const struct ll_point **points, size_t count, uint64_t seed)
{
    for (size_t i = count; i > 1; i--) {
        size_t with = (size_t)(next_random(&seed) % i);
        const struct ll_point *point = points[i - 1];
        points[i - 1] = points[with];
        points[with] = point;
    }
}

/* Choose what the task tries, of what the first tool tried: one of each call stack,
 * then others. */
static int pick(struct task *task, const struct ll_log *log, size_t most, uint64_t seed,
                struct ll_error *err)
{
    const char *const *roots = ll_strings_argv(&task->subject->roots);
    struct ll_one_tool *one = &task->one;
    size_t count = log->point_count;
    const struct ll_point **points = calloc(count + 1, sizeof *points);
    bool *taken = calloc(count + 1, sizeof *taken);
    int result = points == NULL || taken == NULL ? ll_fail_memory(err) : 0;
    for (size_t i = 0; i < count && result == 0; i++)
        points[i] = &log->points[i];
    if (result == 0)
        shuffle(points, count, seed);
    for (int turn = 0; turn < 2 && result == 0; turn++)
        for (size_t i = 0; i < count && one->pick_count < most; i++) {
            bool known = taken[i];
            for (size_t j = 0; j < i && turn == 0 && !known; j++)
                known =
                    taken[j] && same_calls(&points[i]->site, &points[j]->site, roots);
            if (known)
                continue;
            taken[i] = true;
            one->picks[one->pick_count++] = points[i]->number;
        }
    free(taken);
    free(points);
    return result;
}

/* Have one more tool try a sample of what the first one tried. */
static int take_sample(struct task *task, const struct ll_one_tool *first,
                       struct ll_error *err)
{
    uint64_t seed = 1;
    size_t most = task->options->sample;
    bool secret = task->subject->isolation != NULL;
    if (secret && getrandom(&seed, sizeof seed, 0) != (ssize_t)sizeof seed)
        return ll_fail(err, LL_FAULT_HARNESS, "the system has no random numbers");
    if (pick(task, &first->log, most < LL_SAMPLE_MOST ? most : LL_SAMPLE_MOST, seed,
             err) != 0)
        return -1;
    return task->one.pick_count == 0 ? 0 : work_together(task, 1, err);
}

/* ---- putting together ------------------------------------------------------------ */

static unsigned line_of(const struct ll_stack *site, const char *const *roots)
{
    const struct ll_frame *own = ll_stack_own(site, roots);
    return own != NULL ? own->line : 0;
}

static bool is_same(const struct ll_attempt *attempt, const struct ll_tried *tried,
                    const struct ll_point *point, const char *const *roots)
{
    return attempt->number == tried->number && attempt->with_all == tried->with_all &&
           ll_same_text(attempt->function, point->function) &&
           attempt->bytes == point->bytes &&
           line_of(&attempt->site, roots) == line_of(&point->site, roots);
}

static struct ll_attempt *add_attempt(struct ll_sweep *sweep,
                                      const struct ll_subject *subject,
                                      const struct ll_tried *tried,
                                      const struct ll_point *point, size_t tool_count,
                                      struct ll_error *err)
{
    if (!LL_GROW_ONE(sweep->attempts, sweep->count)) {
        ll_fail_memory(err);
        return NULL;
    }
    struct ll_attempt *attempt = &sweep->attempts[sweep->count++];
    *attempt = (struct ll_attempt){
        .number = tried->number,
        .with_all = tried->with_all,
        .bytes = point->bytes,
        .subject = *subject,
    };
    attempt->subject.sweep = NULL;
    struct ll_buf what = LL_BUF_INIT;
    ll_buf_addf(&what, "fail:%lu%s", tried->number, tried->with_all ? "+" : "");
    attempt->subject.sweep = ll_buf_take(&what);
    ll_buf_release(&what);
    attempt->result.runs = calloc(tool_count, sizeof *attempt->result.runs);
    bool ok = ll_set_text(&attempt->function, point->function) &&
              ll_set_text(&attempt->through, point->through) &&
              ll_set_text(&attempt->test, point->test) &&
              attempt->subject.sweep != NULL && attempt->result.runs != NULL &&
              ll_stack_copy(&attempt->site, &point->site) &&
              ll_cython_rename_stack(&attempt->site);
    if (!ok)
        ll_fail_memory(err);
    return ok ? attempt : NULL;
}

static void release_attempt(struct ll_attempt *attempt)
{
    free(attempt->function);
    free(attempt->through);
    free(attempt->test);
    ll_stack_release(&attempt->site);
    ll_stack_release(&attempt->left);
    free(attempt->subject.sweep);
    ll_result_release(&attempt->result);
}

static enum ll_outcome outcome_of_run(const struct ll_tried *tried,
                                      const struct ll_run *base)
{
    const struct ll_run *run = &tried->run;
    bool leaks = false, corrupts = false, crashes = false;
    for (size_t i = 0; i < run->diags.count; i++) {
        const struct ll_diag *diag = &run->diags.items[i];
        bool deliberate = tried->aborted && diag->kind == LL_CRASH;
        if (!ll_kind_is_fault(diag->kind) || deliberate)
            continue;
        bool lost = ll_kind_is_leak(diag->kind) || diag->kind == LL_DESCRIPTOR_LEAK ||
                    diag->kind == LL_THREAD_LEAK;
        leaks |= lost;
        crashes |= diag->signal != 0 || diag->kind == LL_CRASH;
        corrupts |= !lost;
    }
    if (run->ended.how == LL_END_TIMEOUT || run->ended.how == LL_END_CPU)
        return LL_NO_END;
    if (crashes || (run->ended.how == LL_END_SIGNALLED && !tried->aborted))
        return LL_CRASHED;
    if (corrupts)
        return LL_CORRUPTED;
    if (tried->quit.count > 0)
        return LL_QUIT;
    if (tried->aborted)
        return LL_ABORTED;
    if (leaks)
        return LL_LEAKED;
    if (run->status != LL_RUN_JUDGED || run->complete != LL_COMPLETE)
        return LL_UNJUDGED;
    if (tried->asserted)
        return LL_TEST_FAILED;
    return run->ended.status == base->ended.status ? LL_WENT_ON : LL_GAVE_UP;
}

/* A program that is not deterministic can reach a number twice. */
static bool has_run_of(const struct ll_attempt *attempt, const struct ll_tool *tool)
{
    for (size_t i = 0; i < attempt->result.run_count; i++)
        if (attempt->result.runs[i].tool == tool)
            return true;
    return false;
}

static bool has_ended(const struct ll_run *run)
{
    return run->status != LL_RUN_JUDGED || ll_ended_by_itself(&run->ended);
}

/* Count what the tool did not try, of the allocations that it saw. */
static struct ll_left_out count_left_out(const struct ll_one_tool *one)
{
    unsigned long tried = 0;
    if (one->pick_count > 0) /* on purpose */
        return (struct ll_left_out){.tool = one->tool};
    for (size_t i = 0; i < one->count; i++) {
        bool known = false; /* the second one of its allocation stands near the first */
        for (size_t j = i > 8 ? i - 8 : 0; j < i && !known; j++)
            known = one->tried[j].number == one->tried[i].number;
        tried += !known;
    }
    return (struct ll_left_out){
        one->tool, one->log.total > tried ? one->log.total - tried : 0, one->late};
}

/* Move the results of one tool into the sweep. */
static int take(struct ll_sweep *sweep, const struct ll_subject *subject,
                struct ll_one_tool *one, size_t tool_count, struct ll_error *err)
{
    const char *const *roots = ll_strings_argv(&subject->roots);
    sweep->left_out[sweep->base.run_count] = count_left_out(one);
    for (size_t i = 0; i < one->count && has_ended(&one->base); i++) {
        struct ll_tried *tried = &one->tried[i];
        const struct ll_point *point = ll_log_point(&one->log, tried->number);
        struct ll_attempt *attempt = NULL;
        if (point == NULL) /* the log was cut */
            continue;
        for (size_t j = 0; j < sweep->count && attempt == NULL; j++)
            if (is_same(&sweep->attempts[j], tried, point, roots))
                attempt = &sweep->attempts[j];
        if (attempt == NULL)
            attempt = add_attempt(sweep, subject, tried, point, tool_count, err);
        if (attempt == NULL)
            return -1;
        if (has_run_of(attempt, one->tool))
            continue;
        if (attempt->ended_in == NULL)
            attempt->ended_in = tried->ended_in;
        enum ll_outcome outcome = outcome_of_run(tried, &one->base);
        if (outcome > attempt->outcome)
            attempt->outcome = outcome;
        if (attempt->left.count == 0) {
            attempt->left = tried->quit;
            tried->quit = (struct ll_stack){0};
        }
        attempt->result.runs[attempt->result.run_count++] = tried->run;
        tried->run = (struct ll_run){0};
    }
    sweep->base.runs[sweep->base.run_count++] = one->base;
    one->base = (struct ll_run){0};
    if (one->log.total > sweep->allocations)
        sweep->allocations = one->log.total;
    if (sweep->base.run_count == 1 || one->log.total < sweep->fewest)
        sweep->fewest = one->log.total;
    if (one->kept > sweep->kept)
        sweep->kept = one->kept;
    sweep->late |= one->late && one->pick_count == 0;
    sweep->delayed |= one->delayed;
    sweep->waited |= one->late && one->waited && one->pick_count == 0;
    if (one->unfit != NULL && sweep->unfit == NULL &&
        (sweep->unfit = strdup(one->unfit)) == NULL)
        return ll_fail_memory(err);
    return 0;
}

static int by_number(const void *a, const void *b)
{
    const struct ll_attempt *x = a, *y = b;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return (int)x->with_all - (int)y->with_all;
}

/* ---- conclusions ----------------------------------------------------------------- */

/* A program that crashed could not free its blocks: drop those leaks. */
static void drop_leaks(struct ll_diags *diags)
{
    size_t kept = 0;
    for (size_t i = 0; i < diags->count; i++)
        if (ll_kind_is_leak(diags->items[i].kind) ||
            diags->items[i].kind == LL_DESCRIPTOR_LEAK ||
            diags->items[i].kind == LL_THREAD_LEAK)
            ll_diag_release(&diags->items[i]);
        else
            diags->items[kept++] = diags->items[i];
    diags->count = kept;
}

/* Drop blocks that are still reachable: the failure did not cause them. */
static void drop_notes(struct ll_diags *diags)
{
    size_t kept = 0;
    for (size_t i = 0; i < diags->count; i++)
        if (ll_kind_is_fault(diags->items[i].kind))
            diags->items[kept++] = diags->items[i];
        else
            ll_diag_release(&diags->items[i]);
    diags->count = kept;
}

static bool is_seen_by_sweep(const struct ll_diag *diag, const struct ll_sweep *sweep)
{
    for (size_t i = 0; i < sweep->base.run_count; i++)
        if (ll_diag_seen_by(diag, sweep->base.runs[i].tool->name))
            return true;
    return false;
}

/* The tool that tells where pointers were lost runs with the failure only: drop what it
 * adds of leaks that are there without a failure, too. */
static void drop_ordinary(const struct ll_sweep *sweep, struct ll_diags *diags)
{
    const char *const *roots = ll_strings_argv(&sweep->base.subject->roots);
    size_t kept = 0;
    for (size_t i = 0; i < diags->count; i++)
        if (!is_seen_by_sweep(&diags->items[i], sweep) &&
            ll_tried_is_of_base(&diags->items[i], &sweep->base.diags, roots))
            ll_diag_release(&diags->items[i]);
        else
            diags->items[kept++] = diags->items[i];
    diags->count = kept;
}

/* Find where the last pointer was lost, once for each cause. */
static int look_again(const struct ll_session *session, struct ll_sweep *sweep,
                      struct ll_error *err)
{
    struct ll_result *results[LOOKS_MOST];
    size_t count = 0;
    for (size_t i = 0; i < sweep->count && count < LOOKS_MOST; i++)
        if (sweep->attempts[i].same_as == i && sweep->attempts[i].outcome == LL_LEAKED)
            results[count++] = &sweep->attempts[i].result;
    const struct ll_subject *subject = sweep->base.subject;
    bool can = subject->finished == NULL || subject->preloads; /* else it is for
                                                                         one tool */
    if (can && ll_session_explain(session, results, count, err) != 0)
        return -1;
    for (size_t i = 0; i < count; i++) {
        drop_notes(&results[i]->diags);
        drop_ordinary(sweep, &results[i]->diags);
    }
    return 0;
}

/* How many the tool that left out most did not try. */
static unsigned long count_untried(const struct ll_sweep *sweep)
{
    unsigned long most = 0;
    for (size_t i = 0; i < sweep->base.run_count; i++)
        if (sweep->left_out[i].count > most)
            most = sweep->left_out[i].count;
    return most;
}

/* Whether a fault happened in an allocator itself: then the line in it counts. */
static bool is_allocators_own(const struct ll_attempt *attempt,
                              const struct ll_strings *allocators,
                              const char *const *roots)
{
    for (size_t i = 0; i < attempt->result.diags.count; i++) {
        const struct ll_stack *at = &attempt->result.diags.items[i].at;
        const struct ll_frame *own = ll_stack_own(at, roots);
        if (own != NULL &&
            ll_allocator_in(&(struct ll_stack){at->frames + (own - at->frames), 1},
                            allocators, roots) != NULL)
            return true;
    }
    return false;
}

static bool settle_attempt(struct ll_attempt *attempt,
                           const struct ll_strings *allocators,
                           const char *const *roots)
{
    struct ll_stack site = {0};
    if (!ll_stack_copy(&site, &attempt->site))
        return false;
    bool ok = true;
    attempt->allocator = ll_allocator_settle(&site, allocators, roots);
    if (attempt->allocator != NULL && !is_allocators_own(attempt, allocators, roots)) {
        const struct ll_stack whole = attempt->site;
        attempt->site = site;
        site = whole;
        free(attempt->through);
        attempt->through = NULL;
        ok = ll_set_text(&attempt->function, attempt->site.frames[0].function);
    }
    ll_stack_release(&site);
    return ok;
}

/* What an allocator of the program asked for was asked for by its caller. */
static int settle_allocators(struct ll_sweep *sweep, const char *const *roots,
                             struct ll_error *err)
{
    const struct ll_strings *allocators = &sweep->base.subject->allocators;
    for (size_t i = 0; i < sweep->count && allocators->count > 0; i++) {
        if (!settle_attempt(&sweep->attempts[i], allocators, roots))
            return ll_fail_memory(err);
    }
    return 0;
}

static int conclude(const struct ll_session *session, struct ll_sweep *sweep,
                    const struct ll_sweep_options *options, struct ll_error *err)
{
    const char *const *roots = ll_strings_argv(&sweep->base.subject->roots);
    if (ll_result_conclude(&sweep->base, err) != 0)
        return -1;
    if (sweep->count > 0)
        qsort(sweep->attempts, sweep->count, sizeof *sweep->attempts, by_number);
    for (size_t i = 0; i < sweep->count; i++) {
        struct ll_attempt *attempt = &sweep->attempts[i];
        attempt->result.subject = &attempt->subject;
        if (ll_result_conclude(&attempt->result, err) != 0)
            return -1;
        if (attempt->outcome > LL_LEAKED)
            drop_leaks(&attempt->result.diags);
    }
    if (settle_allocators(sweep, roots, err) != 0)
        return -1;
    ll_causes_find(sweep, roots);
    if (options->only == 0)
        sweep->untried = count_untried(sweep);
    if (look_again(session, sweep, err) != 0)
        return -1;
    ll_causes_join(sweep, roots);
    return 0;
}

/* ---- remembered ------------------------------------------------------------------ */

/* Put a sweep without faults into the cache: the base run of each tool, and the number
 * of allocations whose failure was survived. A sweep with faults is not kept. */
static void remember(const struct task *tasks, size_t count,
                     const struct ll_sweep *sweep)
{
    struct ll_subject swept;
    char *value = ll_swept_subject(sweep->base.subject, &swept);
    struct ll_cache *cache = ll_cache_open();
    for (size_t i = 0; i < count && value != NULL; i++) {
        struct ll_run run = sweep->base.runs[i];
        run.allocations = ll_sweep_survived(sweep);
        if (run.status == LL_RUN_JUDGED)
            ll_run_remember(tasks[i].session, &swept, &tasks[i].present, cache, &run,
                            tasks[i].one.trace);
    }
    ll_cache_close(cache);
    free(value);
}

int ll_sweep_recall(const struct ll_session *session, const struct ll_subject *subject,
                    const struct ll_sweep_options *options, struct ll_sweep *sweep,
                    struct ll_error *err)
{
    struct ll_subject swept;
    *sweep = (struct ll_sweep){.base.subject = subject};
    char *value = ll_swept_subject(subject, &swept);
    if (value == NULL)
        return ll_fail_memory(err);
    struct ll_task task = {&swept, options->tools};
    int known = ll_session_recall(session, &task, &sweep->base, err);
    free(value);
    sweep->base.subject = subject;
    sweep->recalled = known == 1;
    for (size_t i = 0; known == 1 && i < sweep->base.run_count; i++)
        if (sweep->base.runs[i].allocations > sweep->allocations)
            sweep->allocations = sweep->base.runs[i].allocations;
    return known;
}

/* ---- all of it ------------------------------------------------------------------- */

int ll_sweep_run(const struct ll_session *session, const struct ll_subject *subject,
                 const struct ll_sweep_options *options, struct ll_sweep *sweep,
                 struct ll_error *err)
{
    struct task tasks[TOOLS_MOST + 1] = {0}; /* the last one takes a sample */
    size_t count = 0, all;
    bool whole = options->only == 0 && !options->rerun && !options->distinct;
    int known = options->recall && whole && !session->no_cache
                    ? ll_sweep_recall(session, subject, options, sweep, err)
                    : 0;
    if (known != 0)
        return known < 0 ? -1 : 0;
    *sweep = (struct ll_sweep){.base.subject = subject, .distinct = options->distinct};
    const double start = ll_now();
    while (options->tools[count] != NULL && count < TOOLS_MOST)
        count++;
    all = count + (whole && options->sampling != NULL);
    for (size_t i = 0; i < all; i++)
        tasks[i] = (struct task){
            .session = session,
            .subject = subject,
            .options = options,
            .one = {.tool = i < count ? options->tools[i] : options->sampling,
                    .suppress = options->suppress}};
    sweep->base.runs = calloc(all + 1, sizeof *sweep->base.runs);
    sweep->left_out = calloc(all + 1, sizeof *sweep->left_out);
    int result = sweep->base.runs == NULL || sweep->left_out == NULL
                     ? ll_fail_memory(err)
                     : work_together(tasks, count, err);
    if (result == 0 && all > count)
        result = take_sample(&tasks[count], &tasks[0].one, err);
    for (size_t i = 0; i < all && result == 0; i++)
        if (i < count || tasks[i].one.pick_count > 0)
            result = take(sweep, subject, &tasks[i].one, all, err);
    if (result == 0)
        result = conclude(session, sweep, options, err);
    if (result == 0 && whole && !session->no_cache && ll_sweep_faults(sweep) == 0 &&
        sweep->base.verdict == LL_PASS && ll_sweep_verdict(sweep) != LL_HARNESS_ERROR)
        remember(tasks, count, sweep);
    for (size_t i = 0; i < all; i++) {
        ll_one_tool_release(&tasks[i].one);
        ll_present_release(&tasks[i].present);
    }
    sweep->seconds = ll_now() - start;
    return result;
}

void ll_sweep_release(struct ll_sweep *sweep)
{
    for (size_t i = 0; i < sweep->count; i++)
        release_attempt(&sweep->attempts[i]);
    free(sweep->attempts);
    free(sweep->left_out);
    ll_result_release(&sweep->base);
    free(sweep->unfit);
    *sweep = (struct ll_sweep){0};
}

size_t ll_sweep_faults(const struct ll_sweep *sweep)
{
    size_t faults = 0;
    for (size_t i = 0; i < sweep->count; i++)
        faults += sweep->attempts[i].same_as == i &&
                  ll_outcome_is_fault(sweep->attempts[i].outcome);
    return faults;
}

bool ll_sweep_base_ended(const struct ll_sweep *sweep)
{
    for (size_t i = 0; i < sweep->base.run_count; i++)
        if (!has_ended(&sweep->base.runs[i]))
            return false;
    return true;
}

unsigned long ll_sweep_count(const char *log)
{
    unsigned long count = 0;
    char *line = NULL;
    size_t size = 0;
    FILE *file = fopen(log, "re");
    while (file != NULL && getline(&line, &size, file) > 0)
        count += ll_starts_with(line, "point ");
    free(line);
    if (file != NULL)
        fclose(file);
    return count;
}

unsigned long ll_sweep_tried(const struct ll_sweep *sweep)
{
    unsigned long tried = 0;
    if (sweep->recalled)
        return sweep->allocations;
    for (size_t i = 0; i < sweep->count; i++)
        tried += i == 0 || sweep->attempts[i].number != sweep->attempts[i - 1].number;
    return tried;
}

unsigned long ll_sweep_survived(const struct ll_sweep *sweep)
{
    unsigned long survived = 0;
    if (sweep->recalled)
        return sweep->allocations;
    for (size_t i = 0; i < sweep->count;) {
        unsigned long number = sweep->attempts[i].number;
        bool fault = false;
        for (; i < sweep->count && sweep->attempts[i].number == number; i++)
            fault |= sweep->attempts[i].outcome >= LL_UNJUDGED;
        survived += !fault;
    }
    return survived;
}

enum ll_verdict ll_sweep_verdict(const struct ll_sweep *sweep)
{
    if (ll_sweep_faults(sweep) > 0)
        return LL_FAIL;
    for (size_t i = 0; i < sweep->count; i++)
        if (sweep->attempts[i].outcome == LL_UNJUDGED)
            return LL_HARNESS_ERROR;
    if (sweep->base.verdict > LL_FAIL) /* it cannot be built, does not end, ... */
        return sweep->base.verdict;
    bool whole = sweep->untried == 0 || (sweep->distinct && !sweep->late);
    return whole ? LL_PASS : LL_UNGRADABLE;
}
