/* SPDX-License-Identifier: MIT */
#include "grade/process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/path.h"
#include "diag/allocator.h"
#include "diag/cython_settle.h"
#include "grade/snapshot.h"
#include "grade/tool_job.h"
#include "runtime/fail.h"
#include "runtime/fence.h"
#include "runtime/stops.h"
#include "session/job.h"

enum { OUTPUT_MAX = 16 << 20 };

static bool is_built_in(const struct ll_process_setup *setup)
{
    return setup->tool != NULL && setup->tool->is_built_in;
}

static bool watches_from_outside(const struct ll_process_setup *setup)
{
    return setup->tool != NULL && !is_built_in(setup);
}

/* The words, each with its NUL. */
static int set_args(char args[LL_OBSERVE_ARGS_MAX], const struct ll_manifest *manifest,
                    struct ll_error *err)
{
    size_t used = 0;
    for (unsigned i = 0; i < manifest->more_count; i++) {
        size_t bytes = strlen(manifest->more[i]) + 1;
        if (used + bytes >= LL_OBSERVE_ARGS_MAX)
            return ll_fail(err, LL_FAULT_INPUT,
                           "the arguments of 'more' are longer than %d bytes",
                           LL_OBSERVE_ARGS_MAX - 2);
        memcpy(args + used, manifest->more[i], bytes);
        used += bytes;
    }
    return 0;
}

int ll_process_open(struct ll_process *process, const struct ll_process_setup *setup,
                    const struct ll_limits *limits, uint32_t first, uint32_t last,
                    struct ll_error *err)
{
    *process = (struct ll_process){.limits = *limits,
                                   .transcript = LL_BUF_INIT,
                                   .report = LL_BUF_INIT,
                                   .log = LL_BUF_INIT,
                                   .output = LL_BUF_INIT,
                                   .snapshot = LL_BUF_INIT};
    process->told =
        (struct ll_observe_order){.magic = LL_OBSERVE_MAGIC,
                                  .first = first,
                                  .last = last,
                                  .loads = setup->harness->has_interpreter,
                                  .collects = setup->harness->in_cython,
                                  .repeats = setup->repeats,
                                  .tool = setup->tool == NULL  ? LL_OBSERVE_BARE
                                          : is_built_in(setup) ? LL_OBSERVE_ASAN
                                                               : LL_OBSERVE_VALGRIND};
    uint8_t *key = process->told.key;
    ssize_t size = sizeof process->told.key;
    if (getrandom(key, (size_t)size, 0) != size)
        return ll_fail(err, LL_FAULT_HARNESS, "the system has no random numbers");
    return setup->more
               ? set_args(process->told.args, setup->harness->lesson->manifest, err)
               : 0;
}

void ll_process_release(struct ll_process *process)
{
    ll_buf_release(&process->transcript);
    ll_buf_release(&process->report);
    ll_buf_release(&process->log);
    ll_buf_release(&process->output);
    ll_buf_release(&process->snapshot);
    ll_transcript_release(&process->units);
    ll_malloc_trace_release(&process->trace);
    ll_diags_release(&process->diags);
    free(process->note);
}

/* ---- running it ---------------------------------------------------------------- */

/* How the C library allocates in a bare run: it does not keep freed blocks for itself,
 * so that they count as free. All threads share one arena: each other one has some
 * 2,256 bytes of its own, and how many there are depends on which threads run at the
 * same time. For the same reason nothing of a thread is kept when it has ended. No
 * program can tell the C library to overlook anything. */
#define BARE_TUNABLES                                                                  \
    "GLIBC_TUNABLES=glibc.malloc.tcache_count=0:glibc.malloc.arena_max=1:"             \
    "glibc.pthread.stack_cache_size=0"

#define FENCE "fence.so"

bool ll_process_takes_snapshots(const struct ll_process_setup *setup)
{
    return setup->source != NULL && setup->tool != NULL &&
           (setup->tool->is_built_in || setup->tool->explains_leaks);
}

static int add_stops(const struct ll_process_setup *setup, struct ll_tool_job *job,
                     struct ll_error *err)
{
    char *library = ll_path_join(job->in, LL_STOPS_LIBRARY);
    int result = library == NULL
                     ? ll_fail_memory(err)
                     : ll_build_stops(library, setup->stopped, &job->env, err);
    free(library);
    return result;
}

static int add_variables(const struct ll_process_setup *setup, struct ll_tool_job *job,
                         struct ll_error *err)
{
    struct ll_strings *env = &job->env;
    const char *fail = setup->harness->lesson->manifest->fail;
    if (setup->tool == NULL)
        ll_strings_add(env, BARE_TUNABLES);
    if (setup->fenced)
        ll_strings_addf(env, "LD_PRELOAD=%s/" FENCE, job->in);
    if (setup->fenced)
        ll_strings_addf(env, LL_FENCE_FORMAT, setup->packs, setup->fails_all,
                        setup->fails);
    if (setup->stopped != 0 && add_stops(setup, job, err) != 0)
        return -1;
    if (setup->fail && fail != NULL)
        ll_strings_addf(env, LL_FAIL_ENV "=%s", fail);
    if (is_built_in(setup) && ll_process_takes_snapshots(setup))
        ll_snapshot_variable(job->out, env);
    return ll_strings_ok(env, err);
}

/* Run the job, with the lines on which the program is told its order and answers. */
static int run_job(struct ll_process *process, const struct ll_process_setup *setup,
                   const struct ll_tool_job *job, struct ll_error *err)
{
    const struct ll_line lines[] = {
        {&process->told, sizeof process->told, &process->transcript, 0},
        {"", 0, &process->report, 0},
        {"", 0, &process->log, 0},
    };
    struct ll_isolate isolated = ll_tool_job_isolate(job);
    isolated.limits = process->limits;
    isolated.limits.output_bytes = OUTPUT_MAX;
    isolated.limits.address_bytes = 0;
    isolated.allow_weak = setup->harness->allow_weak;
    isolated.output = &process->output;
    isolated.lines = lines;
    isolated.line_count = sizeof lines / sizeof *lines;
    if (ll_isolate_run(&isolated, &process->ended, err) != 0)
        return -1;
    if (process->ended.how == LL_END_NOT_STARTED)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot run '%s': %s", job->argv.items[0],
                       strerror(process->ended.status));
    return 0;
}

int ll_process_run(struct ll_process *process, const struct ll_process_setup *setup,
                   struct ll_error *err)
{
    struct ll_tool_job job = {0};
    char *folder = ll_isolate_folder(err);
    if (folder == NULL)
        return -1;
    int result = ll_isolate_put(folder, "in/program", ll_buf_text(setup->program),
                                setup->program->len, 0755, err);
    if (result == 0 && setup->fenced)
        result = ll_isolate_put(folder, "in/" FENCE, setup->harness->fence.data,
                                setup->harness->fence.len, 0755, err);
    if (result == 0 && setup->stopped != 0)
        result =
            ll_isolate_put(folder, "in/" LL_STOPS_LIBRARY, setup->harness->stops.data,
                           setup->harness->stops.len, 0755, err);
    if (result == 0)
        result = ll_tool_job_make(setup->harness, folder, "program", setup->tool,
                                  LL_JOB_PROGRAM, &job, err);
    if (result == 0)
        result = add_variables(setup, &job, err);
    if (result == 0)
        result = run_job(process, setup, &job, err);
    if (result == 0 && ll_process_takes_snapshots(setup))
        result = ll_snapshot_fetch(job.out, &process->snapshot, err);
    ll_tool_job_release(&job);
    ll_path_remove_tree(folder);
    free(folder);
    return result;
}

bool ll_process_hung(const struct ll_ended *ended)
{
    return !ll_ended_by_itself(ended);
}

/* ---- reading the reports ------------------------------------------------------- */

/* Read one part of the report, and add what it says to the process. */
static int read_part(struct ll_process *process, const struct ll_tool *tool,
                     struct ll_buf *report, enum ll_complete *complete,
                     struct ll_error *err)
{
    struct ll_findings findings = {0};
    int result = tool->read(&process->ended, report, &process->log, &findings, err);
    for (size_t i = 0; i < findings.diags.count && result == 0; i++)
        result = ll_diags_add(&process->diags, &findings.diags.items[i], err);
    *complete = findings.complete;
    if (process->note == NULL) {
        process->note = findings.note;
        findings.note = NULL;
    }
    ll_findings_release(&findings);
    return result;
}

/* A tool that is compiled into the program writes a rule between its report on the
 * submission and its report on the canaries. Only the canaries count in the second
 * part; it may be incomplete. */
static int read_report(struct ll_process *process, const struct ll_process_setup *setup,
                       struct ll_error *err)
{
    const uint8_t *key = process->told.key;
    struct ll_buf *report = &process->report;
    enum ll_complete after = LL_COMPLETE;
    char rule[64];
    if (setup->tool == NULL)
        return 0;
    snprintf(rule, sizeof rule, LL_OBSERVE_RULE,
             (unsigned long long)ll_observe_secret(key, LL_SECRET_RULE, 0));
    char *rest =
        is_built_in(setup) && report->len > 0 ? strstr(report->data, rule) : NULL;
    if (rest != NULL) {
        struct ll_buf part = {.data = rest + strlen(rule)};
        part.len = report->len - (size_t)(part.data - report->data);
        if (read_part(process, setup->tool, &part, &after, err) != 0)
            return -1;
        rest[1] = '\0'; /* after the newline */
        report->len = (size_t)(rest + 1 - report->data);
    }
    if (read_part(process, setup->tool, report, &process->complete, err) != 0)
        return -1;
    if (after == LL_REPORT_JUNK ||
        (after == LL_TOOL_CRASHED && process->complete != LL_REPORT_JUNK))
        process->complete = after;
    return 0;
}

/* ---- the canaries -------------------------------------------------------------- */

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

/* Whether a diagnosis is that canary, a block of `size` bytes. */
static bool is_canary(const struct ll_diag *diag, enum ll_observe_secret what,
                      uint64_t size)
{
    switch (what) {
    case LL_SECRET_LEAK:
        return ll_kind_is_leak(diag->kind) && diag->bytes == size &&
               has_function(&diag->allocated, LL_CANARY_LEAK);
    case LL_SECRET_FREED:
        return diag->kind == LL_USE_AFTER_FREE && diag->place.block_size == size &&
               has_function(&diag->at, LL_CANARY_READ);
    default:
        return diag->kind == LL_UNINITIALISED &&
               has_function(&diag->at, LL_CANARY_READ);
    }
}

/* Take a canary out of the list. False when it is not there. */
static bool take_canary(struct ll_diags *list, enum ll_observe_secret what,
                        const uint8_t *key)
{
    uint64_t size = ll_observe_size(ll_observe_secret(key, what, 0));
    bool found = false;
    for (size_t i = list->count; i-- > 0;)
        if (is_canary(&list->items[i], what, size)) {
            found = true;
            drop(list, i);
        }
    return found;
}

#define NOT_REPORTED "the tool was tampered with: it did not report what it was shown, "

/* Take the canaries out of the diagnoses. A process at its end shows them, or else
 * something was done to its tool. */
static void check_canaries(struct ll_process *process,
                           const struct ll_process_setup *setup)
{
    const uint8_t *key = process->told.key;
    if (setup->tool == NULL)
        return;
    bool leak = take_canary(&process->diags, LL_SECRET_LEAK, key);
    bool freed = take_canary(&process->diags, LL_SECRET_FREED, key);
    bool unwritten = take_canary(&process->diags, LL_SECRET_UNWRITTEN, key);
    if (!process->units.done || !setup->canaries || process->tampered != NULL)
        return;
    if (process->complete != LL_COMPLETE)
        process->tampered =
            "the tool's report is not whole, though the program came to its end";
    else if (!leak)
        process->tampered = NOT_REPORTED "a block that was lost";
    else if (!freed)
        process->tampered = NOT_REPORTED "a block that was read after its free";
    else if (!unwritten && setup->tool->blind(LL_UNINITIALISED) == NULL)
        process->tampered = NOT_REPORTED "a value that was never set";
}

/* ---- all that it left ---------------------------------------------------------- */

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

/* What the lesson says of functions that allocate for their callers. */
static int settle_allocators(struct ll_diags *diags, const struct ll_manifest *manifest,
                             const char *const *roots, struct ll_error *err)
{
    struct ll_strings allocators = LL_STRINGS_INIT;
    for (unsigned i = 0; i < manifest->allocator_count; i++)
        ll_strings_add(&allocators, manifest->allocator[i]);
    int result = ll_strings_ok(&allocators, err);
    if (result == 0)
        result = ll_allocators_settle(diags, &allocators, roots, err);
    ll_strings_release(&allocators);
    return result;
}

/* What the script lost when it was run again is lost once more: the trace of
 * allocations and the counts say that. */
static void drop_repeated(struct ll_diags *diags)
{
    for (size_t i = diags->count; i-- > 0;)
        if (ll_kind_is_leak(diags->items[i].kind) &&
            has_function(&diags->items[i].allocated, "ll_script_again"))
            drop(diags, i);
}

/* Keep the diagnoses that have a frame of the lesson's or the submission's. */
static void keep_own(struct ll_diags *diags, const char *const *roots)
{
    drop_repeated(diags);
    ll_diags_keep_own(diags, roots, NULL);
    ll_diags_fold(diags, roots);
    for (size_t i = 0; i < diags->count; i++) {
        name_main(&diags->items[i].at);
        name_main(&diags->items[i].allocated);
        name_main(&diags->items[i].freed);
        name_main(&diags->items[i].lost);
        name_main(&diags->items[i].other);
    }
}

static int read_transcript(struct ll_process *process, struct ll_error *err)
{
    struct ll_transcript *units = &process->units;
    if (ll_transcript_read(process->told.key, &process->transcript, units, err) != 0)
        return -1;
    /* It may have been stopped at its end, while the tool still wrote. */
    if (ll_process_hung(&process->ended))
        units->done = false;
    if (units->forged)
        process->tampered = "something wrote to the transcript that is not leaklab's: "
                            "it was tampered with";
    return 0;
}

/* Add the values of variables to the faults, where the process left a snapshot. */
static int add_values(struct ll_process *process, const struct ll_process_setup *setup,
                      struct ll_error *err)
{
    const struct ll_snapshot_order order = {.harness = setup->harness,
                                            .snapshot = &process->snapshot,
                                            .program = setup->program,
                                            .source = setup->source};
    return process->snapshot.len == 0 || process->tampered != NULL
               ? 0
               : ll_snapshot_tell(&order, &process->diags, err);
}

/* Read the tool's account of the allocations. */
static int read_trace(struct ll_process *process, const struct ll_process_setup *setup,
                      struct ll_error *err)
{
    if (ll_malloc_trace_read(process->told.key, &process->log, &process->units,
                             setup->harness->has_interpreter, &process->trace,
                             err) != 0)
        return -1;
    if (process->trace.forged && process->tampered == NULL)
        process->tampered =
            "something wrote to the tool's log that is not the tool: it "
            "was tampered with";
    return 0;
}

int ll_process_read(struct ll_process *process, const struct ll_process_setup *setup,
                    struct ll_error *err)
{
    const char *roots[] = {LL_SUBMISSION_ROOT, setup->harness->lesson->folder, NULL};
    if (read_transcript(process, err) != 0 || read_report(process, setup, err) != 0)
        return -1;
    check_canaries(process, setup);
    if (settle_allocators(&process->diags, setup->harness->lesson->manifest, roots,
                          err) != 0)
        return -1;
    if (add_values(process, setup, err) != 0)
        return -1;
    if (setup->harness->in_cython &&
        !ll_cython_settle(&process->diags,
                          setup->source != NULL ? ll_buf_text(setup->source) : "",
                          roots))
        return ll_fail_memory(err);
    keep_own(&process->diags, roots);
    return watches_from_outside(setup) ? read_trace(process, setup, err) : 0;
}
