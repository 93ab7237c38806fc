/* SPDX-License-Identifier: MIT
 *
 * The work folder of a sweep under one tool:
 *
 *     DIR/program, DIR/sweep    the program; the log of the program and its children
 *     DIR/children/             the reports of all children
 *     DIR/child/                those of one child, while they are read, with the names
 *                               that the tool gives them in a normal run
 *     DIR/4711/                 the same of child 4711, if everything is kept
 *     DIR/anew/7+/              the same for a run that was started again
 *
 * A tool writes the reports of all processes into one folder. The name of a report
 * contains the process's number between dots. A file without a number that ends in
 * ".log" belongs to all processes. So the reports can be sorted without knowing the
 * tool. */
#include "sweep/one_tool.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/grow.h"
#include "base/path.h"
#include "base/text.h"
#include "diag/cython.h"
#include "session/allocators.h"
#include "session/build.h"
#include "session/run.h"
#include "session/trace.h"

enum { ALL_UP_TO = 300 };
#define CHILDREN "children"
#define PATIENCE 3.0 /* LL_SWEEP_PATIENCE of runtime/swept.h */

void ll_one_tool_release(struct ll_one_tool *one)
{
    for (size_t i = 0; i < one->count; i++)
        ll_tried_release(&one->tried[i]);
    free(one->tried);
    ll_run_release(&one->base);
    json_decref(one->trace);
    ll_log_release(&one->log);
}

/* ---- sorting the reports --------------------------------------------------------- */

static const struct ll_child *child_of(const struct ll_log *log, const char *name)
{
    for (const char *dot = strchr(name, '.'); dot != NULL; dot = strchr(dot + 1, '.')) {
        char *end;
        long pid = strtol(dot + 1, &end, 10);
        if (pid <= 0 || end == dot + 1 || (*end != '\0' && *end != '.'))
            continue;
        for (size_t i = 0; i < log->child_count; i++)
            if (log->children[i].pid == pid)
                return &log->children[i];
    }
    return NULL;
}

static bool is_log(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot != NULL && strcmp(dot, ".log") == 0;
}

/* A file or folder in the work folder. */
struct report {
    char *name; /* owned */
    pid_t pid;  /* of the child that it belongs to; 0: to none */
};

struct reports {
    struct report *items;
    size_t count;
};

static void release_reports(struct reports *reports)
{
    for (size_t i = 0; i < reports->count; i++)
        free(reports->items[i].name);
    free(reports->items);
}

/* What a program left there is removed, so that it leads nowhere else. */
static int make_folder(const char *folder, struct ll_error *err)
{
    if (mkdir(folder, 0777) == 0)
        return 0;
    ll_path_remove_tree(folder);
    return mkdir(folder, 0777) == 0
               ? 0
               : ll_fail(err, LL_FAULT_HARNESS, "cannot make '%s': %s", folder,
                         strerror(errno));
}

/* Note an entry of DIR, and move it if it is a child's. */
static int note_report(const char *dir, const char *name, const struct ll_log *log,
                       struct reports *reports, struct ll_error *err)
{
    char from[4096 + 300], to[4096 + 300];
    const struct ll_child *child = child_of(log, name);
    struct report one = {.pid = child != NULL ? child->pid : 0};
    if (child == NULL && !is_log(name))
        return 0;
    if (!LL_GROW_ONE(reports->items, reports->count) ||
        (one.name = strdup(name)) == NULL)
        return ll_fail_memory(err);
    reports->items[reports->count++] = one;
    snprintf(from, sizeof from, "%s/%s", dir, name);
    snprintf(to, sizeof to, "%s/" CHILDREN "/%s", dir, name);
    if (child != NULL)
        (void)!rename(from, to);
    return 0;
}

/* Move the reports of all children away from those of the program itself. */
static int sort_reports(const char *dir, const struct ll_log *log,
                        struct reports *reports, struct ll_error *err)
{
    char folder[4096];
    snprintf(folder, sizeof folder, "%s/" CHILDREN, dir);
    int result = make_folder(folder, err);
    DIR *entries = result == 0 ? opendir(dir) : NULL;
    if (result == 0 && entries == NULL)
        result = ll_fail(err, LL_FAULT_HARNESS, "cannot open '%s': %s", dir,
                         strerror(errno));
    for (struct dirent *entry; result == 0 && (entry = readdir(entries)) != NULL;)
        result = note_report(dir, entry->d_name, log, reports, err);
    if (entries != NULL)
        closedir(entries);
    return result;
}

/* Where a report is while its child is read. */
static void path_in(const char *folder, const struct report *report, char *out,
                    size_t size)
{
    bool mark = report->pid != 0 && ll_starts_with(report->name, "mark.");
    snprintf(out, size, "%s/%s", folder, mark ? "mark" : report->name);
}

/* Move the reports of a child to `folder`. */
static void gather(const char *dir, const struct reports *reports, pid_t pid,
                   const char *folder)
{
    char from[4096 + 300], to[4096 + 300];
    for (size_t i = 0; i < reports->count; i++) {
        const struct report *report = &reports->items[i];
        bool its = report->pid == pid;
        snprintf(from, sizeof from, "%s/%s%s", dir, its ? CHILDREN "/" : "",
                 report->name);
        path_in(folder, report, to, sizeof to);
        if (its)
            (void)!rename(from, to);
        else if (report->pid == 0)
            (void)!link(from, to);
    }
}

/* Remove them again, for those of the next child. */
static void clear(const struct reports *reports, pid_t pid, const char *folder)
{
    char path[4096 + 300];
    for (size_t i = 0; i < reports->count; i++) {
        path_in(folder, &reports->items[i], path, sizeof path);
        if (reports->items[i].pid == pid && unlink(path) != 0)
            ll_path_remove_tree(path);
    }
}

/* ---- the program, and its children ----------------------------------------------- */

struct work {
    const struct ll_session *session;
    const struct ll_subject *subject;
    const struct ll_sweep_options *options;
    char *dir, *program; /* owned */
    double start;        /* by ll_now() */
    double *cpu_seconds; /* that its processes used so far */
};

/* Add what the tool saw of a failure, whose reports are in `dir`. NULL on failure. */
static struct ll_tried *add_tried(const struct work *work, struct ll_one_tool *one,
                                  const char *dir, const struct ll_child *child,
                                  const struct ll_left *left, struct ll_error *err)
{
    if (!LL_GROW_ONE(one->tried, one->count)) {
        ll_fail_memory(err);
        return NULL;
    }
    struct ll_tried *tried = &one->tried[one->count++];
    return ll_tried_begin(tried, one->tool, work->subject, child, left, err) == 0 &&
                   ll_tried_read(tried, work->subject, dir, work->program,
                                 &one->base.diags, one->suppress, err) == 0
               ? tried
               : NULL;
}

static double wall_left(const struct work *work)
{
    return PATIENCE * work->options->seconds - (ll_now() - work->start);
}

/* The time is over when it has passed by the clock and as much processor time was used,
 * or when PATIENCE times as much has passed. */
static double seconds_left(const struct work *work)
{
    double by_clock = ll_now() - work->start;
    double used = *work->cpu_seconds > by_clock / PATIENCE ? *work->cpu_seconds
                                                           : by_clock / PATIENCE;
    return work->options->seconds - (used < by_clock ? used : by_clock);
}

/* Run the program in `dir` with LEAKLAB_SWEEP=`what`, for `seconds` of processor time
 * at most. */
static int execute(const struct work *work, const char *dir, const char *what,
                   double seconds, struct ll_run *run, struct ll_error *err)
{
    struct ll_session session = *work->session;
    struct ll_subject subject = *work->subject;
    struct ll_tool_run tool_run = {.dir = dir,
                                   .program = work->program,
                                   .args = ll_strings_argv(&subject.args),
                                   .swept = true};
    char *value = strdup(what);
    if (value == NULL)
        return ll_fail_memory(err);
    subject.sweep = value;
    session.limits.wall_seconds = PATIENCE * seconds;
    session.limits.cpu_seconds = seconds;
    if (session.limits.output_bytes < LL_SWEEP_OUTPUT_BYTES)
        session.limits.output_bytes = LL_SWEEP_OUTPUT_BYTES;
    run->status = LL_RUN_JUDGED;
    int result = ll_run_execute(&session, &subject, &tool_run, run, err);
    *work->cpu_seconds += run->ended.cpu_seconds;
    if (result == 0 && ll_session_is_cancelled(work->session))
        result = ll_fail(err, LL_FAULT_HARNESS, "cancelled");
    free(value);
    return result;
}

/* Look up the source lines of the allocations. */
static int name_points(const struct work *work, struct ll_log *log,
                       struct ll_error *err)
{
    /* Others have no libraries of their own; what a hostile one names is not read. */
    if (!work->subject->preloads)
        ll_strings_release(&log->libraries);
    int result = ll_log_symbolise(log, work->program, err);
    for (size_t i = 0; i < log->point_count && result == 0; i++)
        result = ll_subject_place(work->subject, &log->points[i].site, err);
    for (size_t i = 0; i < log->left_count && result == 0; i++)
        result = ll_subject_place(work->subject, &log->left[i].site, err);
    return result;
}

/* The bytes of the program's own that the base run kept to its end. */
static unsigned long long count_kept(const struct work *work, const struct ll_log *log,
                                     const struct ll_run *base)
{
    unsigned long long kept = log->kept_by_tests;
    for (size_t i = 0; i < base->diags.count && !work->subject->is_suite; i++) {
        const struct ll_diag *diag = &base->diags.items[i];
        if (diag->kind == LL_STILL_REACHABLE &&
            ll_tried_is_programs(diag, ll_strings_argv(&work->subject->roots)))
            kept += diag->bytes;
    }
    return kept;
}

/* A program that does not end, although nothing fails, was stopped by the runtime (see
 * runtime/swept.h). */
static void note_endless(const struct work *work, const struct ll_log *log,
                         struct ll_ended *ended)
{
    if (log->total == 0 && ended->how == LL_END_SIGNALLED && ended->signal == SIGTERM &&
        ended->wall_seconds >= work->session->limits.wall_seconds)
        ended->how = LL_END_TIMEOUT;
}

/* Whether others used the processors for so long that it would have come to its end
 * within the time of one run, or used that up, if it had been alone. */
static bool was_delayed(const struct work *work, const struct ll_ended *ended)
{
    return ended->how == LL_END_TIMEOUT &&
           ended->queued_seconds > (PATIENCE - 1) * work->session->limits.wall_seconds;
}

/* Read what each child left. One that stands for both ways to fail is in the log twice.
 * A new folder for each would take longer than all else that is done with reports. */
static int read_children(const struct work *work, const char *dir,
                         const struct ll_log *log, const struct reports *reports,
                         struct ll_one_tool *one, struct ll_error *err)
{
    char folder[4096];
    bool keep = work->session->keep;
    int result = 0;
    for (size_t i = 0; i < log->child_count && result == 0; i++) {
        const struct ll_child *child = &log->children[i];
        bool again = i > 0 && child->pid == child[-1].pid;
        if (i > 0 && !again && !keep)
            clear(reports, child[-1].pid, folder);
        if (keep)
            snprintf(folder, sizeof folder, "%s/%d", dir, (int)child->pid);
        else
            snprintf(folder, sizeof folder, "%s/child", dir);
        if (i == 0 || (keep && !again))
            result = make_folder(folder, err);
        if (result == 0 && !again)
            gather(dir, reports, child->pid, folder);
        if (result == 0 && add_tried(work, one, folder, child,
                                     ll_log_left(log, child->pid), err) == NULL)
            result = -1;
    }
    return result;
}

/* Start the program once, in folder DIR/NAME, and collect the results of its children.
 */
static int fork_at_each(const struct work *work, const char *name,
                        struct ll_one_tool *one, struct ll_error *err)
{
    struct ll_buf what = LL_BUF_INIT;
    struct ll_run run = {.tool = one->tool};
    struct ll_log log = {0};
    struct reports reports = {0};
    double seconds = seconds_left(work);
    double child_seconds = work->session->limits.wall_seconds;
    char *dir = ll_path_join(work->dir, name);
    char *path = dir == NULL ? NULL : ll_path_join(dir, LL_BUILD_SWEEP);
    int result = -1;
    if (path == NULL) {
        ll_fail_memory(err);
        goto out;
    }
    ll_buf_addf(&what, "%s:", name);
    for (size_t i = 0; i < one->pick_count; i++)
        ll_buf_addf(&what, "%s%lu", i > 0 ? "," : "", one->picks[i]);
    if (one->pick_count == 0)
        ll_buf_addf(&what, "%d", work->options->distinct ? 0 : ALL_UP_TO);
    ll_buf_addf(&what, ":%.0f:%g", seconds > 1 ? seconds : 1, child_seconds);
    if (work->session->tell_sweep != NULL)
        work->session->tell_sweep(work->subject, one->tool, path);
    if (ll_path_make_dirs(dir, err) != 0 ||
        execute(work, dir, ll_buf_text(&what), seconds + 2 * child_seconds + 5, &run,
                err) != 0 ||
        ll_log_read(path, &log, err) != 0 || name_points(work, &log, err) != 0 ||
        sort_reports(dir, &log, &reports, err) != 0)
        goto out;
    note_endless(work, &log, &run.ended);
    struct ll_tool_run tool_run = {.dir = dir,
                                   .program = work->program,
                                   .args = ll_strings_argv(&work->subject->args),
                                   .ended = run.ended,
                                   .swept = true};
    result = ll_tried_read_run(work->subject, &tool_run, &run, err);
    if (result == 0 && one->base.tool == NULL) {
        one->base = run;
        one->kept = count_kept(work, &log, &run);
        run = (struct ll_run){0};
    }
    if (result == 0)
        result = read_children(work, dir, &log, &reports, one, err);
    if (result == 0)
        result = ll_log_join(&one->log, &log, err);

out:
    release_reports(&reports);
    ll_log_release(&log);
    ll_run_release(&run);
    ll_buf_release(&what);
    free(path);
    free(dir);
    return result;
}

/* Add what a run with the failure `number` in `dir` showed. `run` gives its output. */
static int add_anew(const struct work *work, const char *dir, unsigned long number,
                    bool with_all, const struct ll_log *log, struct ll_run *run,
                    struct ll_one_tool *one, struct ll_error *err)
{
    struct ll_child child = {.number = number,
                             .with_all = with_all,
                             .ended = run->ended,
                             .aborted = log->aborted,
                             .asserted = log->asserted,
                             .kept = one->unfit == NULL ? log->kept : 0};
    struct ll_tried *tried =
        add_tried(work, one, dir, &child, ll_log_left(log, 0), err);
    if (tried == NULL)
        return -1;
    tried->run.output = run->output;
    run->output = NULL;
    return 0;
}

/* Start the program again, with one failure. If `both` is not NULL and the program asks
 * for nothing after the failure, the run also stands for that in which all later ones
 * fail, and `*both` is set. */
static int run_anew(const struct work *work, unsigned long number, bool with_all,
                    bool *both, struct ll_one_tool *one, struct ll_error *err)
{
    char what[64], name[80];
    struct ll_run run = {.tool = one->tool};
    struct ll_log log = {0};
    snprintf(what, sizeof what, "fail:%lu%s", number, with_all ? "+" : "");
    snprintf(name, sizeof name, "anew/%s", what + 5);
    char *dir = ll_path_join(work->dir, name);
    char *path = dir == NULL ? NULL : ll_path_join(dir, LL_BUILD_SWEEP);
    int result = -1;
    if (path == NULL) {
        ll_fail_memory(err);
        goto out;
    }
    if (ll_path_make_dirs(dir, err) != 0 ||
        execute(work, dir, what, work->session->limits.wall_seconds, &run, err) != 0 ||
        ll_log_read(path, &log, err) != 0 || name_points(work, &log, err) != 0)
        goto out;
    result = 0;
    if (log.point_count == 0) /* the program ended before that allocation */
        goto out;
    result = add_anew(work, dir, number, with_all, &log, &run, one, err);
    if (result == 0 && both != NULL && log.total == number) {
        *both = true;
        result = add_anew(work, dir, number, true, &log, &run, one, err);
    }
    if (result == 0) {
        log.total = 0; /* the log of the base run counts */
        result = ll_log_join(&one->log, &log, err);
    }

out:
    ll_log_release(&log);
    ll_run_release(&run);
    free(path);
    free(dir);
    return result;
}

static bool is_picked(const struct ll_one_tool *one, unsigned long number)
{
    for (size_t i = 0; i < one->pick_count; i++)
        if (one->picks[i] == number)
            return true;
    return one->pick_count == 0;
}

static int run_all_anew(const struct work *work, unsigned long from,
                        struct ll_one_tool *one, struct ll_error *err)
{
    for (unsigned long n = from; n <= one->log.total; n++) {
        bool both = !is_picked(one, n);
        for (int with_all = 0; with_all < 2 && !both; with_all++) {
            if (seconds_left(work) <= 0) {
                one->late = true;
                one->waited = wall_left(work) <= 0;
                return 0;
            }
            if (run_anew(work, n, with_all, with_all ? NULL : &both, one, err) != 0)
                return -1;
        }
    }
    return 0;
}

static const char *words_for(const char *unfit)
{
    static const struct {
        const char *unfit, *words;
    } all[] = {
        {"threads", "it has threads"},
        {"children", "it has children of its own"},
        {"pipes", "it has a pipe or socket, or a large file, open"},
        {"signals", "it listens to the signals of children"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i].unfit, unfit) == 0)
            return all[i].words;
    return "it cannot be forked";
}

/* Run the program without a failure: the failures are compared with this run, and it
 * counts the allocations. */
static int run_base(const struct work *work, struct ll_one_tool *one,
                    struct ll_error *err)
{
    char never[32];
    snprintf(never, sizeof never, "fail:%lu", ~0UL);
    struct ll_log log = {0};
    struct ll_run run = {.tool = one->tool};
    char *dir = ll_path_join(work->dir, "base");
    char *path = dir == NULL ? NULL : ll_path_join(dir, LL_BUILD_SWEEP);
    struct ll_tool_run tool_run = {.dir = dir, .program = work->program, .swept = true};
    int result = path == NULL ? ll_fail_memory(err) : ll_path_make_dirs(dir, err);
    if (result == 0)
        result =
            execute(work, dir, never, work->session->limits.wall_seconds, &run, err);
    tool_run.ended = run.ended;
    if (result == 0)
        result = ll_tried_read_run(work->subject, &tool_run, &run, err);
    if (result == 0)
        result = ll_log_read(path, &log, err);
    if (result == 0)
        result = ll_log_join(&one->log, &log, err);
    one->base = run;
    ll_log_release(&log);
    free(path);
    free(dir);
    return result;
}

static int sweep(const struct work *work, struct ll_one_tool *one, struct ll_error *err)
{
    const struct ll_sweep_options *options = work->options;
    if (options->only > 0)
        return run_base(work, one, err) != 0
                   ? -1
                   : run_anew(work, options->only, options->only_with_all, NULL, one,
                              err);
    if (options->rerun) {
        one->unfit = "it was asked for";
        return run_base(work, one, err) != 0 ? -1 : run_all_anew(work, 1, one, err);
    }
    if (fork_at_each(work, one->pick_count > 0 ? "pick" : "fork", one, err) != 0)
        return -1;
    if (one->log.unfit != NULL) {
        one->unfit = words_for(one->log.unfit);
        return run_all_anew(work, one->log.unfit_since, one, err);
    }
    one->late = one->log.late > 0;
    one->waited = one->log.waited;
    if (one->log.total <= ALL_UP_TO || options->distinct || one->late ||
        one->pick_count > 0)
        return 0;
    if (seconds_left(work) <= 1) { /* too few for another run */
        one->late = true;
        one->waited = wall_left(work) <= 1;
        return 0;
    }
    if (fork_at_each(work, "rest", one, err) != 0)
        return -1;
    one->late = one->log.late > 0;
    one->waited = one->log.waited;
    return 0;
}

/* What Cython's own code asks for does not count, as what the interpreter asks for: the
 * author of the .pyx can mend nothing there. (Cython 3.0 does not check every result.)
 */
static bool is_cythons(const struct ll_point *point)
{
    return point->site.count > 0 && ll_cython_is_made(point->site.frames[0].function);
}

static void leave_out_cythons(struct ll_one_tool *one)
{
    size_t kept = 0;
    for (size_t i = 0; i < one->log.point_count; i++)
        one->log.total -= is_cythons(&one->log.points[i]);
    for (size_t i = 0; i < one->count; i++) {
        const struct ll_point *point = ll_log_point(&one->log, one->tried[i].number);
        if (point != NULL && is_cythons(point))
            ll_tried_release(&one->tried[i]);
        else
            one->tried[kept++] = one->tried[i];
    }
    one->count = kept;
}

char *ll_swept_subject(const struct ll_subject *subject, struct ll_subject *swept)
{
    *swept = *subject;
    swept->sweep = strdup("fork");
    return swept->sweep;
}

static int sweep_one_tool(const struct ll_session *session,
                          const struct ll_subject *subject,
                          const struct ll_sweep_options *options,
                          struct ll_one_tool *one, struct ll_error *err)
{
    struct ll_run built = {.tool = one->tool};
    struct ll_subject swept;
    double cpu_seconds = 0;
    struct work work = {.session = session,
                        .subject = subject,
                        .options = options,
                        .cpu_seconds = &cpu_seconds};
    struct timespec start; /* as the file system tells time */
    work.start = ll_now();
    clock_gettime(CLOCK_REALTIME_COARSE, &start);
    int result = -1;
    ll_swept_subject(subject, &swept);
    work.dir = session->keep ? ll_path_kept_dir(err) : ll_path_temp_dir(err);
    if (work.dir == NULL)
        goto out;
    work.program = ll_build_program(subject, work.dir);
    if (work.program == NULL || swept.sweep == NULL) {
        ll_fail_memory(err);
        goto out;
    }
    struct ll_cache *cache = session->no_cache ? NULL : ll_cache_open();
    result = ll_build(&swept, one->tool, work.dir, cache, &built, err);
    ll_cache_close(cache);
    if (result == 0 && built.status == LL_RUN_JUDGED && subject->needs_allocators)
        result = ll_allocators_check(subject, work.program, err);
    if (result == 0 && built.status != LL_RUN_JUDGED) {
        one->base = built;
        built = (struct ll_run){0};
    } else if (result == 0) {
        result = sweep(&work, one, err);
        one->delayed = was_delayed(&work, &one->base.ended);
        if (one->log.total > 0)
            leave_out_cythons(one);
        one->trace = ll_trace_new(&swept, one->tool, work.dir, start);
    }

out:
    if (session->keep && work.dir != NULL)
        fprintf(stderr, "leaklab: the work folder of %s is '%s'\n", one->tool->name,
                work.dir);
    else if (work.dir != NULL)
        ll_path_remove_tree(work.dir);
    ll_run_release(&built);
    free(swept.sweep);
    free(work.program);
    free(work.dir);
    return result;
}

int ll_sweep_one_tool(const struct ll_session *session,
                      const struct ll_subject *subject,
                      const struct ll_sweep_options *options, struct ll_one_tool *one,
                      struct ll_error *err)
{
    if (session->tell != NULL)
        session->tell(subject, one->tool, true);
    int result = sweep_one_tool(session, subject, options, one, err);
    if (session->tell != NULL)
        session->tell(subject, one->tool, false);
    return result;
}
