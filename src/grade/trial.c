/* SPDX-License-Identifier: MIT */
#include "grade/trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>

#include "base/path.h"
#include "submission/isolate.h"
#include "submission/compile.h"
#include "runtime/fail.h"
#include "tools/sanitizer_text.h"

/* More processes than that are not started, nor more than two that do not end. */
enum { PROCESSES_MAX = 24, HANGS_MAX = 2, OUTPUT_MAX = 16 << 20 };

/* One process. */
struct process {
    const struct ll_trial_order *order;
    struct ll_observe_order told;
    struct ll_limits limits;
    struct ll_buf transcript, report, log, output;
    struct ll_ended ended;
    struct ll_transcript units;
    struct ll_diags diags;
    enum ll_complete complete;
    char *note; /* owned */
};

static void release_process(struct process *process)
{
    ll_buf_release(&process->transcript);
    ll_buf_release(&process->report);
    ll_buf_release(&process->log);
    ll_buf_release(&process->output);
    ll_transcript_release(&process->units);
    ll_diags_release(&process->diags);
    free(process->note);
}

static bool under(const struct ll_trial_order *order, const char *tool)
{
    return order->tool != NULL && strcmp(order->tool->name, tool) == 0;
}

static bool under_asan(const struct ll_trial_order *order)
{
    return under(order, "asan");
}

/* ---- running it ----------------------------------------------------------------- */

/* The units from first to last have to be run one after the other. */
static int make_order(struct process *process, uint32_t first, uint32_t last,
                      struct ll_error *err)
{
    struct ll_observe_order *told = &process->told;
    const struct ll_trial_order *order = process->order;
    *told =
        (struct ll_observe_order){.magic = LL_OBSERVE_MAGIC,
                                  .first = first,
                                  .last = last,
                                  .tool = order->tool == NULL ? LL_OBSERVE_BARE
                                          : under_asan(order) ? LL_OBSERVE_ASAN
                                                              : LL_OBSERVE_VALGRIND};
    if (getrandom(told->key, sizeof told->key, 0) != (ssize_t)sizeof told->key)
        return ll_fail(err, LL_FAULT_HARNESS, "the system has no random numbers");
    return 0;
}

/* How the C library allocates where no tool looks on: what is freed is not kept, so
 * that it counts as free. Fenced, each block lies in pages of its own, which are gone
 * once it is freed, so that whoever still uses it crashes; and what is read before it
 * was written is not what it should be. No program can tell that to overlook anything.
 */
#define BARE_TUNABLES "GLIBC_TUNABLES=glibc.malloc.tcache_count=0"
#define FENCE                                                                          \
    ":glibc.malloc.mmap_threshold=1:glibc.malloc.mmap_max=60000:"                      \
    "glibc.malloc.perturb=165"

/* Its command and environment, in the folder. */
static int make_command(const struct process *process, const char *program,
                        const char *out, struct ll_strings *argv,
                        struct ll_strings *env, struct ll_error *err)
{
    const struct ll_trial_order *order = process->order;
    struct ll_tool_run run = {.dir = out,
                              .program = program,
                              .report_fd = LL_OBSERVE_REPORT,
                              .log_fd = LL_OBSERVE_LOG};
    const char *fail = order->harness->lesson->manifest->fail;
    if (order->tool == NULL) {
        ll_strings_add(argv, program);
        ll_strings_add(env, order->fenced ? BARE_TUNABLES FENCE : BARE_TUNABLES);
    } else if (order->tool->prepare(&run, argv, env, err) != 0) {
        return -1;
    }
    if (order->fail && fail != NULL)
        ll_strings_addf(env, LL_FAIL_ENV "=%s", fail);
    return ll_strings_ok(argv, err) != 0 ? -1 : ll_strings_ok(env, err);
}

static int execute(struct process *process, struct ll_error *err)
{
    const struct ll_trial_order *order = process->order;
    struct ll_strings argv = LL_STRINGS_INIT, env = LL_STRINGS_INIT;
    int result = -1;
    char *program = NULL, *in = NULL, *out = NULL, *tools = NULL;
    char *folder = ll_isolate_folder(err);
    if (folder == NULL)
        return -1;
    in = ll_path_join(folder, "in");
    out = ll_path_join(folder, "out");
    program = ll_path_join(folder, "in/program");
    if (in == NULL || out == NULL || program == NULL) {
        ll_fail_memory(err);
        goto release;
    }
    if (ll_file_write(program, order->program->data, order->program->len, err) != 0)
        goto release;
    if (chmod(program, 0755) != 0) {
        ll_fail(err, LL_FAULT_HARNESS, "cannot make '%s' a program", program);
        goto release;
    }
    if (make_command(process, program, out, &argv, &env, err) != 0)
        goto release;
    const struct ll_line lines[] = {
        {&process->told, sizeof process->told, &process->transcript, 0},
        {"", 0, &process->report, 0},
        {"", 0, &process->log, 0},
    };
    tools = ll_path_dir(argv.items[0]);
    if (tools == NULL) {
        ll_fail_memory(err);
        goto release;
    }
    const char *readable[] = {in, tools, NULL};
    struct ll_isolate isolated = {.argv = ll_strings_argv(&argv),
                                  .env = ll_strings_argv(&env),
                                  .folder = out,
                                  .scratch = out,
                                  .readable = readable,
                                  .limits = process->limits,
                                  .allow_weak = order->harness->allow_weak,
                                  .output = &process->output,
                                  .lines = lines,
                                  .line_count = 3};
    isolated.limits.output_bytes = OUTPUT_MAX;
    isolated.limits.address_bytes = 0;
    result = ll_isolate_run(&isolated, &process->ended, err);
    if (result == 0 && process->ended.how == LL_END_NOT_STARTED)
        result = ll_fail(err, LL_FAULT_HARNESS, "cannot run '%s': %s", argv.items[0],
                         strerror(process->ended.status));

release:
    ll_strings_release(&argv);
    ll_strings_release(&env);
    ll_path_remove_tree(folder);
    free(tools);
    free(program);
    free(in);
    free(out);
    free(folder);
    return result;
}

/* ---- reading the reports -------------------------------------------------------- */

static bool has_function(const struct ll_stack *stack, const char *function)
{
    for (size_t i = 0; i < stack->count; i++)
        if (stack->frames[i].function != NULL &&
            strcmp(stack->frames[i].function, function) == 0)
            return true;
    return false;
}

static void drop(struct ll_diags *list, size_t i)
{
    ll_diag_release(&list->items[i]);
    memmove(&list->items[i], &list->items[i + 1],
            (list->count - i - 1) * sizeof *list->items);
    list->count--;
}

/* Take a canary out of the list. False when it is not there. */
static bool take_canary(struct ll_diags *list, enum ll_observe_secret what,
                        const uint8_t *key)
{
    uint64_t size = ll_observe_size(ll_observe_secret(key, what, 0));
    bool found = false;
    for (size_t i = list->count; i-- > 0;) {
        const struct ll_diag *diag = &list->items[i];
        bool is = what == LL_SECRET_LEAK
                      ? ll_kind_is_leak(diag->kind) && diag->bytes == size &&
                            has_function(&diag->allocated, LL_CANARY_LEAK)
                  : what == LL_SECRET_FREED
                      ? diag->kind == LL_USE_AFTER_FREE &&
                            diag->place.block_size == size &&
                            has_function(&diag->at, LL_CANARY_READ)
                      : diag->kind == LL_UNINITIALISED &&
                            has_function(&diag->at, LL_CANARY_READ);
        if (!is)
            continue;
        found = true;
        drop(list, i);
    }
    return found;
}

static int put_report(const char *dir, const char *name, unsigned long long pid,
                      const struct ll_buf *text, struct ll_error *err)
{
    char *path = NULL;
    if (asprintf(&path, "%s/%s", dir, name) < 0)
        return ll_fail_memory(err);
    (void)pid;
    int result = ll_file_write(path, ll_buf_text(text), text->len, err);
    free(path);
    return result;
}

/* Valgrind's: put where the tool's row looks for it, but in a folder of ours. */
static int read_valgrind(struct process *process, struct ll_error *err)
{
    struct ll_findings findings = {0};
    char name[64];
    const char *tool = process->order->tool->name;
    unsigned long long pid = 1;
    const char *said = strstr(ll_buf_text(&process->report), "<pid>");
    if (said != NULL)
        pid = strtoull(said + 5, NULL, 10);
    char *dir = ll_path_temp_dir(err);
    if (dir == NULL)
        return -1;
    struct ll_tool_run run = {.dir = dir, .ended = process->ended};
    snprintf(name, sizeof name, "%s.%llu.xml", tool, pid);
    int result = put_report(dir, name, pid, &process->report, err);
    snprintf(name, sizeof name, "%s.log", tool);
    if (result == 0)
        result = put_report(dir, name, pid, &process->log, err);
    if (result == 0)
        result = process->order->tool->parse(&run, &findings, err);
    process->diags = findings.diags;
    process->complete = findings.complete;
    process->note = findings.note;
    ll_path_remove_tree(dir);
    free(dir);
    return result;
}

/* AddressSanitizer's: what stands before the rule, and the canary after it. */
static int read_asan(struct process *process, struct ll_error *err)
{
    const uint8_t *key = process->told.key;
    char rule[64];
    snprintf(rule, sizeof rule, LL_OBSERVE_RULE,
             (unsigned long long)ll_observe_secret(key, LL_SECRET_RULE, 0));
    struct ll_sanitizer_state state = {0}, after = {0};
    char *text = process->report.data;
    bool nul = text != NULL && strlen(text) < process->report.len;
    char *rest = text == NULL ? NULL : strstr(text, rule);
    process->complete = LL_COMPLETE;
    if (text == NULL)
        return 0;
    if (rest != NULL) {
        rest[1] = '\0'; /* after the newline */
        rest += strlen(rule);
        if (ll_sanitizer_read(rest, "asan", &process->diags, &after, err) != 0)
            return -1;
    }
    if (ll_sanitizer_read(text, "asan", &process->diags, &state, err) != 0)
        return -1;
    if (nul || state.again || after.again || state.flooded)
        process->complete = LL_REPORT_JUNK;
    else if (state.broken || after.broken)
        process->complete = LL_TOOL_CRASHED;
    else if (state.begun && !state.ended)
        process->complete = LL_REPORT_CUT;
    return 0;
}

/* ---- what it amounts to --------------------------------------------------------- */

static int set(char **to, const char *text, struct ll_error *err)
{
    if (*to != NULL)
        return 0;
    *to = strdup(text);
    return *to == NULL ? ll_fail_memory(err) : 0;
}

/* Whether the tool was left alone: a process at its end shows what we put there. */
static int check_canaries(struct process *process, struct ll_trial *trial,
                          struct ll_error *err)
{
    const struct ll_trial_order *order = process->order;
    const uint8_t *key = process->told.key;
    if (order->tool == NULL)
        return 0;
    bool leak = take_canary(&process->diags, LL_SECRET_LEAK, key);
    bool freed = take_canary(&process->diags, LL_SECRET_FREED, key);
    bool unwritten = take_canary(&process->diags, LL_SECRET_UNWRITTEN, key);
    if (!process->units.done || !order->canaries)
        return 0;
    if (process->complete != LL_COMPLETE)
        return set(&trial->tampered,
                   "the tool's report is not whole, though the program came to its end",
                   err);
    if (leak && freed && (unwritten || under_asan(order)))
        return 0;
    return set(&trial->tampered,
               "the tool was tampered with: it did not report what it was shown", err);
}

static int note_death(struct process *process, struct ll_trial *trial, uint32_t unit,
                      struct ll_error *err)
{
    struct ll_death *deaths =
        realloc(trial->deaths, (trial->death_count + 1) * sizeof *deaths);
    if (deaths == NULL)
        return ll_fail_memory(err);
    trial->deaths = deaths;
    deaths[trial->death_count++] = (struct ll_death){.unit = unit,
                                                     .ended = process->ended,
                                                     .limits = process->limits,
                                                     .note = process->note};
    process->note = NULL;
    return 0;
}

/* The driver's main by its own name, as AddressSanitizer has it from the debug
 * information anyway. */
static void name_main(struct ll_stack *stack)
{
    for (size_t i = 0; i < stack->count; i++) {
        char *function = stack->frames[i].function;
        if (function != NULL && strcmp(function, "ll_driver_main") == 0)
            strcpy(function, "main");
    }
}

static int add_diags(struct process *process, struct ll_trial *trial,
                     struct ll_error *err)
{
    const char *roots[] = {LL_SUBMISSION_ROOT, process->order->harness->lesson->folder,
                           NULL};
    ll_diags_keep_own(&process->diags, roots);
    ll_diags_fold(&process->diags, roots);
    for (size_t i = 0; i < process->diags.count; i++) {
        struct ll_diag *diag = &process->diags.items[i];
        name_main(&diag->at);
        name_main(&diag->allocated);
        name_main(&diag->freed);
        name_main(&diag->lost);
        if (ll_diags_add_copy(&trial->diags, diag, err) != 0)
            return -1;
    }
    return 0;
}

static int add_ledger(struct process *process, struct ll_trial *trial,
                      struct ll_error *err)
{
    struct ll_malloc_trace trace = {0};
    int result = ll_malloc_trace_read(process->told.key, &process->log, &process->units,
                                      &trace, err);
    struct ll_balance *items =
        result != 0 ? NULL
                    : realloc(trial->trace.items,
                              (trial->trace.count + trace.count + 1) * sizeof *items);
    if (result == 0 && items == NULL)
        result = ll_fail_memory(err);
    if (trace.outside > trial->trace.outside)
        trial->trace.outside = trace.outside;
    if (items != NULL) {
        trial->trace.items = items;
        memcpy(items + trial->trace.count, trace.items, trace.count * sizeof *items);
        trial->trace.count += trace.count;
        trace.count = 0;
    }
    ll_malloc_trace_release(&trace);
    return result;
}

/* The unit in which it ended; `first` where it did not get as far as one. */
static uint32_t last_unit(const struct process *process, uint32_t first)
{
    size_t count = process->units.count;
    return count == 0 ? first : process->units.units[count - 1].number;
}

static bool did_not_end(const struct ll_ended *ended)
{
    return ended->how != LL_END_EXITED && ended->how != LL_END_SIGNALLED;
}

/* Take what one process gave. Sets `*next` to the unit to go on with; beyond the last:
 * that was all. */
static int take(struct process *process, struct ll_trial *trial, uint32_t first,
                uint32_t *next, struct ll_error *err)
{
    const struct ll_trial_order *order = process->order;
    struct ll_transcript *units = &process->units;
    if (ll_transcript_read(process->told.key, &process->transcript, units, err) != 0)
        return -1;
    if (did_not_end(&process->ended)) /* stopped while the tool still wrote, perhaps */
        units->done = false;
    if (units->forged &&
        set(&trial->tampered,
            "something wrote to the transcript that is not leaklab's: it was tampered "
            "with",
            err) != 0)
        return -1;
    if (order->tool != NULL && (under_asan(order) ? read_asan(process, err)
                                                  : read_valgrind(process, err)) != 0)
        return -1;
    if (process->complete == LL_TOOL_CRASHED &&
        set(&trial->broken, process->note != NULL ? process->note : "the tool failed",
            err) != 0)
        return -1;
    if (check_canaries(process, trial, err) != 0 || add_diags(process, trial, err) != 0)
        return -1;
    if (order->tool != NULL && !under_asan(order) &&
        add_ledger(process, trial, err) != 0)
        return -1;
    *next = process->told.last + 1;
    bool left = units->count > 0 && units->units[units->count - 1].end == LL_UNIT_LEFT;
    if (!units->done || left) {
        uint32_t unit = last_unit(process, first);
        *next = unit + 1;
        if (!units->done && note_death(process, trial, unit, err) != 0)
            return -1;
    }
    trial->whole = units->done && (*next > process->told.last || left);
    return ll_transcript_add(&trial->units, units, err);
}

static bool hung_before(const struct ll_trial_order *order, uint32_t unit)
{
    return order->before != NULL && ll_trial_hung(order->before, unit);
}

/* Whether to run that unit, as far as the trial before is concerned. Who only waits
 * waits here too. */
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

/* The next units that a process can run one after the other. False: there are none. */
static bool find_units(const struct ll_trial_order *order, const struct ll_trial *trial,
                       uint32_t *first, uint32_t *last)
{
    while (*first <= order->last && !is_worth_it(order, trial, *first))
        ++*first;
    for (*last = *first; *last < order->last && !hung_before(order, *last) &&
                         !hung_before(order, *last + 1) &&
                         is_worth_it(order, trial, *last + 1);)
        ++*last;
    return *first <= order->last;
}

/* Whether the allocation trace tells of each unit from its begin to its end. */
static bool is_balanced(const struct ll_trial *trial)
{
    bool balanced = true;
    for (size_t i = 0; i < trial->units.count && balanced; i++) {
        const struct ll_balance *balance =
            ll_malloc_trace_find(&trial->trace, trial->units.units[i].number);
        balanced = balance != NULL && balance->ended;
    }
    return balanced;
}

int ll_trial_serve(const struct ll_trial_order *order, struct ll_trial *trial,
                   struct ll_error *err)
{
    *trial = (struct ll_trial){.output = LL_BUF_INIT};
    struct process process = {.order = order, .limits = order->limits};
    uint32_t next = 0;
    if (make_order(&process, order->first, order->last, err) != 0)
        return -1;
    struct ll_served_run run = {
        .program = order->shared,
        .fail = order->fail ? order->harness->lesson->manifest->fail : NULL,
        .say = &process.told,
        .say_bytes = sizeof process.told,
        .seconds = order->limits.wall_seconds};
    struct ll_buf *texts[] = {&run.transcript, &run.report, &run.log, &run.output};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ll_buf_init(texts[i], OUTPUT_MAX);
    int result = ll_fork_server_run(order->server, &run, err);
    process.transcript = run.transcript;
    process.report = run.report;
    process.log = run.log;
    process.output = run.output;
    process.ended = run.ended;
    if (result == 0)
        result = take(&process, trial, order->first, &next, err);
    trial->processes = 1;
    trial->seconds = process.ended.wall_seconds;
    trial->cpu_seconds = process.ended.cpu_seconds;
    trial->output = process.output;
    process.output = (struct ll_buf)LL_BUF_INIT;
    trial->served = result == 0 && trial->whole && trial->death_count == 0 &&
                    trial->tampered == NULL && trial->broken == NULL &&
                    next > process.told.last && is_balanced(trial);
    release_process(&process);
    return result == 0 ? !trial->served : result;
}

/* Whether there are units that are passed over. */
static bool has_hung(const struct ll_trial_order *order)
{
    bool hung = order->before != NULL && order->before->given_up != 0;
    for (size_t i = 0; order->before != NULL && i < order->before->death_count; i++)
        hung = hung || did_not_end(&order->before->deaths[i].ended);
    return hung;
}

int ll_trial_run(const struct ll_trial_order *order, struct ll_trial *trial,
                 struct ll_error *err)
{
    *trial = (struct ll_trial){.output = LL_BUF_INIT};
    if (order->server != NULL && !has_hung(order)) {
        int served = ll_trial_serve(order, trial, err);
        if (served <= 0)
            return served;
        double seconds = trial->seconds;
        ll_trial_release(trial);
        *trial = (struct ll_trial){.output = LL_BUF_INIT, .seconds = seconds};
    }
    if (order->before != NULL)
        trial->given_up = order->before->given_up;
    unsigned hangs = 0;
    uint32_t first = order->first, last, next;
    int result = 0;
    bool passed_over = false;
    while (result == 0 && trial->tampered == NULL) {
        next = first;
        if (!find_units(order, trial, &next, &last))
            break;
        if (trial->processes == PROCESSES_MAX || hangs == HANGS_MAX) {
            trial->given_up = next;
            break;
        }
        struct process process = {.order = order,
                                  .limits = order->limits,
                                  .transcript = LL_BUF_INIT,
                                  .report = LL_BUF_INIT,
                                  .log = LL_BUF_INIT,
                                  .output = LL_BUF_INIT};
        passed_over = passed_over || next > first;
        first = next;
        if (hung_before(order, first))
            process.limits.cpu_seconds = order->again_seconds;
        result = make_order(&process, first, last, err);
        if (result == 0)
            result = execute(&process, err);
        if (result == 0)
            result = take(&process, trial, first, &next, err);
        trial->processes++;
        trial->seconds += process.ended.wall_seconds;
        trial->cpu_seconds += process.ended.cpu_seconds;
        hangs += did_not_end(&process.ended);
        if (result == 0 && trial->processes == 1) {
            trial->output = process.output;
            process.output = (struct ll_buf)LL_BUF_INIT;
        }
        release_process(&process);
        first = next;
    }
    trial->whole = trial->whole && !passed_over && first > order->last;
    return result;
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
    return death != NULL && did_not_end(&death->ended);
}
