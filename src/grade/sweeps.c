/* SPDX-License-Identifier: MIT */
#include "grade/sweeps.h"

#include <stdlib.h>

#include "base/path.h"
#include "base/text.h"
#include "session/job.h"
#include "sweep/log.h"

enum { PROGRAM, TESTS };
enum { VAIN_MOST = 3 };

/* libpython allocates for itself, as often as it likes. The driver's allocation
 * that the lesson makes fail does not fail in a sweep: the driver goes another way. */
void ll_unswept_fill(const struct ll_harness *harness,
                     const struct ll_reference *reference,
                     const struct ll_examination *examination,
                     struct ll_unswept *unswept)
{
    const struct ll_malloc_trace *trace = &examination->trials[LL_TRIAL_MEMCHECK].trace;
    *unswept = (struct ll_unswept){
        .frees_all = ll_lesson_reachable(harness->lesson, harness->exercise) ==
                     LL_REACHABLE_FAULT};
    for (size_t i = 0; i < trace->count; i++)
        unswept->allocations[trace->items[i].unit > 0 ? TESTS : PROGRAM] +=
            trace->items[i].allocations;
    for (size_t i = 0; i < reference->trace.count; i++)
        unswept->solutions[reference->trace.items[i].unit > 0 ? TESTS : PROGRAM] +=
            reference->trace.items[i].allocations;
    unswept->of_driver = unswept->allocations[PROGRAM];
    if (harness->lesson->manifest->fail != NULL)
        unswept->allocations[PROGRAM] = 0;
    for (size_t i = 0; i < reference->trace.count; i++)
        unswept->frees_all = unswept->frees_all && reference->trace.items[i].all == 0;
    if (harness->lesson->manifest->python)
        *unswept = (struct ll_unswept){0};
}

static bool ran_late(const struct ll_sweep *sweep)
{
    return sweep->late && sweep->untried > 0 &&
           ll_sweep_survived(sweep) < sweep->allocations;
}

static const char *trouble_of(const struct ll_sweep *sweep)
{
    if (sweep->base.subject == NULL)
        return NULL;
    if (sweep->base.verdict > LL_FAIL)
        return "where none failed, it was not run to its end";
    if (ll_sweep_verdict(sweep) == LL_HARNESS_ERROR)
        return "a tool did not run to its end";
    if (ran_late(sweep))
        return "the machine is too busy, or the program waits";
    return NULL;
}

/* Whether it does not come to its end where nothing fails: it does when it is not
 * swept. A program that is stopped is no fault of a tool's, nor is one of its own that
 * others kept from the processors. */
static bool is_endless(const struct ll_sweep *sweep)
{
    return sweep->base.subject != NULL && sweep->base.verdict == LL_UNGRADABLE &&
           !sweep->delayed;
}

const char *ll_grade_sweeps_trouble(const struct ll_judgement *judgement, bool *own)
{
    const char *trouble = NULL;
    *own = false;
    for (size_t i = 0; i < 2; i++) {
        const struct ll_sweep *sweep = &judgement->sweeps[i];
        if (ll_sweep_faults(sweep) > 0)
            return NULL;
        if (trouble == NULL)
            trouble = trouble_of(sweep);
        *own = *own || is_endless(sweep) || (ran_late(sweep) && !sweep->waited);
    }
    return trouble;
}

/* ---- by a fork server ---------------------------------------------------------- */

/* Whether the program came to its end, and was forked wherever it had to be. */
static int is_in_order(const char *folder, const struct ll_ended *ended, bool *good,
                       struct ll_error *err)
{
    struct ll_log log = {0};
    char *path = ll_path_join(folder, LL_BUILD_SWEEP);
    int result = path == NULL ? ll_fail_memory(err) : ll_log_read(path, &log, err);
    *good = log.total > 0 && log.unfit == NULL && ended->how == LL_END_EXITED;
    ll_log_release(&log);
    free(path);
    return result;
}

/* As `serve` of struct ll_subject. */
static int serve(void *serve_data, const struct ll_tool_run *run, const char *what,
                 double seconds, struct ll_ended *ended, struct ll_buf *output,
                 struct ll_error *err)
{
    struct ll_sweep_server *server = serve_data;
    struct ll_served_sweep sweep = {.program = run->program,
                                    .what = what,
                                    .folder = run->dir,
                                    .seconds = seconds,
                                    .output = output};
    bool good = false;
    if (ll_starts_with(what, "fail:")) /* nothing is forked */
        return 1;
    int result = ll_fork_server_sweep(server->server, &sweep, err);
    if (result == 0)
        result = is_in_order(run->dir, &sweep.ended, &good, err);
    *ended = sweep.ended;
    server->good += good;
    server->bad += !good;
    if (result < 0 || good)
        return result;
    output->len = 0;
    ll_path_remove_tree(run->dir);
    return ll_path_make_dirs(run->dir, err) != 0 ? -1 : 1;
}

bool ll_sweep_server_is_vain(const struct ll_sweep_server *server)
{
    return server->good == 0 && server->bad >= VAIN_MOST;
}

/* ---- both --------------------------------------------------------------------------
 */

int ll_grade_sweeps(struct ll_lesson_copy *copy, struct ll_sweep_server *server,
                    struct ll_judgement *judgement, double *seconds,
                    struct ll_error *err)
{
    struct ll_case *one = &copy->cases[copy->count - 1];
    const char *trouble = NULL;
    bool own = false;
    one->subject.serve_data = one->tests.serve_data = server;
    for (int turn = 1; turn <= 2; turn++) {
        one->subject.serve = one->tests.serve =
            turn == 1 && server->server != NULL ? serve : NULL;
        for (size_t i = 0; i < 2; i++)
            ll_sweep_release(&judgement->sweeps[i]);
        if (ll_judge_sweeps(&copy->session, copy->one, turn * LL_SWEEP_SECONDS,
                            judgement->sweeps, err) != 0)
            return -1;
        for (size_t i = 0; i < 2; i++)
            *seconds += judgement->sweeps[i].seconds;
        trouble = ll_grade_sweeps_trouble(judgement, &own);
        if (trouble == NULL)
            return 0;
    }
    return own ? 0
               : ll_fail(err, LL_FAULT_HARNESS,
                         "not all allocations could be made to fail, in two tries: %s",
                         trouble);
}

/* A sweep that starts the program again for each failure counts no more precisely than
 * its threads do. */
const char *ll_grade_sweeps_differ(const struct ll_unswept *unswept,
                                   const struct ll_judgement *judgement)
{
    for (size_t i = 0; i < 2; i++) {
        const struct ll_sweep *sweep = &judgement->sweeps[i];
        if (sweep->base.subject == NULL || sweep->unfit != NULL ||
            !ll_sweep_base_ended(sweep))
            continue;
        if (unswept->frees_all && sweep->kept > 0)
            return "where allocations are made to fail, it keeps memory also when none "
                   "does: otherwise it keeps none";
        if (sweep->fewest < unswept->allocations[i])
            return "where allocations are made to fail, it asks for memory less often, "
                   "also when none does: otherwise it asks more often";
    }
    return NULL;
}
