/* SPDX-License-Identifier: MIT
 *
 * json: a report for programs. docs/json.md describes it. */
#include <jansson.h>
#include <stdlib.h>

#include "base/path.h"
#include "diag/allocator.h"
#include "diag/explain.h"
#include "diag/words.h"
#include "report/json_parts.h"
#include "report/report.h"
#include "report/text_sweep.h"
#include "session/differ.h"

/* The folder that paths are relative to, and the roots of the reader's own code. */
struct view {
    const char *from;
    const char *const *roots;
};

static bool set_file(json_t *object, const char *file, const struct view *view)
{
    if (file == NULL)
        return true;
    char *name = ll_path_relative(file, view->from);
    bool ok = name != NULL && ll_json_text(object, "file", name);
    free(name);
    return ok;
}

static json_t *frame_new(const struct ll_frame *frame, bool whole,
                         const struct view *view)
{
    json_t *object = json_object();
    if (object != NULL && set_file(object, frame->file, view) &&
        ll_json_number(object, "line", frame->line) &&
        ll_json_number(object, "column", frame->column) &&
        ll_json_text(object, "function", frame->function) &&
        (!whole || ll_json_text(object, "object", frame->object)))
        return object;
    json_decref(object);
    return NULL;
}

/* Set `key` to the innermost own frame of `stack`, if there is one. */
static bool set_place(json_t *object, const char *key, const struct ll_stack *stack,
                      const struct view *view)
{
    const struct ll_frame *own = ll_stack_own(stack, view->roots);
    return own == NULL ||
           json_object_set_new(object, key, frame_new(own, false, view)) == 0;
}

/* Set "lost" if anything is known about the loss. */
static bool set_lost(json_t *object, const struct ll_diag *diag,
                     const struct view *view)
{
    if (!set_place(object, "lost", &diag->lost, view))
        return false;
    json_t *lost = json_object_get(object, "lost");
    if (lost == NULL && diag->how == LL_LOSS_UNKNOWN)
        return true;
    if (lost == NULL) {
        lost = json_object();
        if (json_object_set_new(object, "lost", lost) != 0)
            return false;
    }
    if (diag->approximate && json_object_set_new(lost, "approximate", json_true()) != 0)
        return false;
    if (diag->inside && json_object_set_new(lost, "inside", json_true()) != 0)
        return false;
    return ll_json_text(lost, "variable", diag->variable) &&
           (diag->how == LL_LOSS_UNKNOWN ||
            ll_json_text(lost, "how", ll_loss_name(diag->how)));
}

static bool set_stack(json_t *stacks, const char *key, const struct ll_stack *stack,
                      const struct view *view)
{
    if (stack->count == 0)
        return true;
    json_t *frames = json_array();
    if (json_object_set_new(stacks, key, frames) != 0)
        return false;
    for (size_t i = 0; i < stack->count; i++)
        if (json_array_append_new(frames, frame_new(&stack->frames[i], true, view)) !=
            0)
            return false;
    return true;
}

static bool set_stacks(json_t *object, const struct ll_diag *diag,
                       const struct view *view)
{
    json_t *stacks = json_object();
    return json_object_set_new(object, "stacks", stacks) == 0 &&
           set_stack(stacks, "at", &diag->at, view) &&
           set_stack(stacks, "allocated", &diag->allocated, view) &&
           set_stack(stacks, "freed", &diag->freed, view) &&
           set_stack(stacks, "lost", &diag->lost, view) &&
           set_stack(stacks, "other", &diag->other, view) &&
           set_stack(stacks, "started", &diag->thread.started, view) &&
           set_stack(stacks, "other_started", &diag->other_thread.started, view);
}

static bool set_tools(json_t *object, const struct ll_diag *diag)
{
    json_t *tools = json_array();
    if (json_object_set_new(object, "tools", tools) != 0)
        return false;
    for (size_t i = 0; i < diag->witness_count; i++)
        if (!diag->witnesses[i].of_sequel &&
            json_array_append_new(tools, json_string(diag->witnesses[i].tool)) != 0)
            return false;
    return true;
}

static bool set_message(json_t *object, const struct ll_diag *diag)
{
    struct ll_buf message = LL_BUF_INIT;
    ll_diag_headline(diag, &message);
    return ll_json_pour(object, "message", &message);
}

/* Set `key` to an amount, if there is one. */
static bool set_amount(json_t *object, const char *key, bool there,
                       unsigned long long bytes, unsigned long long blocks)
{
    return !there ||
           json_object_set_new(object, key,
                               json_pack("{s:I, s:I}", "bytes", (json_int_t)bytes,
                                         "blocks", (json_int_t)blocks)) == 0;
}

/* Set "object" if the fault is about an object of Python's. */
static bool set_object(json_t *object, const struct ll_diag *diag)
{
    json_t *of = json_object();
    if (diag->kind != LL_LOST_REFERENCE) {
        json_decref(of);
        return true;
    }
    return json_object_set_new(object, "object", of) == 0 &&
           ll_json_text(of, "type", diag->type) &&
           ll_json_text(of, "repr", diag->repr) &&
           ll_json_text(of, "taken_by", diag->taken_by);
}

/* Set "pair" if the leak is of a known pair of functions. */
static bool set_pair(json_t *object, const struct ll_diag *diag)
{
    return !ll_is_of_pair(diag) ||
           json_object_set_new(object, "pair",
                               json_pack("{s:s, s:s}", "opener", diag->allocated_by,
                                         "closer", diag->freed_by)) == 0;
}

/* Set "held" if blocks were lost with the object of a lost reference. */
static bool set_held(json_t *object, const struct ll_diag *diag,
                     const struct view *view)
{
    json_t *list = diag->held_count == 0 ? NULL : json_array();
    if (list != NULL && json_object_set_new(object, "held", list) != 0)
        return false;
    for (size_t i = 0; i < diag->held_count; i++) {
        const struct ll_held *held = &diag->held[i];
        json_t *one = json_object();
        if (json_array_append_new(list, one) != 0 ||
            !ll_json_number(one, "bytes", held->bytes) ||
            !ll_json_number(one, "blocks", held->blocks) ||
            !set_place(one, "allocated", &held->allocated, view))
            return false;
    }
    return diag->held_count == 0 || list != NULL;
}

/* Append what is known of a thread: what it did where, with which locks. */
static bool add_thread(json_t *threads, const struct ll_diag *diag,
                       const struct ll_thread *thread, const struct ll_stack *at,
                       const struct view *view)
{
    json_t *object = json_object();
    bool ok = json_array_append_new(threads, object) == 0;
    return ok && ll_json_number(object, "number", thread->number) &&
           (diag->kind != LL_DATA_RACE ||
            ll_json_text(object, "access", thread->writes ? "write" : "read")) &&
           ll_json_text(object, "locks", thread->locks) &&
           set_place(object, "at", at, view) &&
           set_place(object, "started", &thread->started, view);
}

/* Set "threads" if the fault is one between threads, and "variable": what they used, or
 * what held the pthread_t of one that was not joined. */
static bool set_threads(json_t *object, const struct ll_diag *diag,
                        const struct view *view)
{
    bool of_threads = diag->thread.number != 0 || diag->kind == LL_THREAD_LEAK;
    if (of_threads && !ll_json_text(object, "variable", diag->variable))
        return false;
    if (diag->thread.number == 0)
        return true;
    json_t *threads = json_array();
    return json_object_set_new(object, "threads", threads) == 0 &&
           add_thread(threads, diag, &diag->thread, &diag->at, view) &&
           (diag->other.count == 0 ||
            add_thread(threads, diag, &diag->other_thread, &diag->other, view));
}

static json_t *diag_new(const struct ll_diag *diag, const struct view *view)
{
    json_t *object = json_object();
    if (object != NULL && ll_json_text(object, "kind", ll_kind_name(diag->kind)) &&
        set_tools(object, diag) && ll_json_number(object, "bytes", diag->bytes) &&
        ll_json_number(object, "blocks", diag->blocks) &&
        set_amount(object, "fewer", diag->grows, diag->fewer_bytes,
                   diag->fewer_blocks) &&
        set_amount(object, "ring", diag->ring_blocks > 0, diag->ring_bytes,
                   diag->ring_blocks) &&
        set_message(object, diag) && set_object(object, diag) &&
        set_pair(object, diag) && set_held(object, diag, view) &&
        set_threads(object, diag, view) && set_place(object, "at", &diag->at, view) &&
        set_place(object, "allocated", &diag->allocated, view) &&
        set_place(object, "freed", &diag->freed, view) &&
        set_lost(object, diag, view) && ll_json_values(object, diag, view->from) &&
        ll_json_text(object, "operation", diag->operation) &&
        ll_json_text(object, "type", diag->type) &&
        ll_json_text(object, "sequel", diag->sequel) && set_stacks(object, diag, view))
        return object;
    json_decref(object);
    return NULL;
}

static json_t *run_new(const struct ll_run *run)
{
    static const char *const statuses[] = {
        [LL_RUN_JUDGED] = "judged",   [LL_RUN_NOT_BUILT] = "not-built",
        [LL_RUN_NO_TOOL] = "no-tool", [LL_RUN_FAILED] = "failed",
        [LL_RUN_UNFIT] = "unfit",
    };
    bool judged = run->status == LL_RUN_JUDGED;
    bool exited = judged && run->ended.how == LL_END_EXITED;
    bool signalled = judged && run->ended.how == LL_END_SIGNALLED;
    json_t *object = json_pack("{s:s, s:s}", "tool", run->tool->name, "status",
                               statuses[run->status]);
    if (object == NULL ||
        (exited &&
         json_object_set_new(object, "exit", json_integer(run->ended.status)) != 0) ||
        (signalled && !ll_json_number(object, "signal", (unsigned)run->ended.signal)) ||
        (judged &&
         json_object_set_new(object, "seconds", json_real(run->run_seconds)) != 0) ||
        json_object_set_new(object, "complete", json_boolean(ll_run_is_whole(run))) !=
            0) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static bool set_diagnoses(json_t *object, const struct ll_diags *diags,
                          const struct view *view)
{
    json_t *diagnoses = json_array();
    bool ok = json_object_set_new(object, "diagnoses", diagnoses) == 0;
    for (size_t i = 0; ok && i < diags->count; i++)
        ok = json_array_append_new(diagnoses, diag_new(&diags->items[i], view)) == 0;
    return ok;
}

static json_t *warning_new(const struct ll_warning *warning, const struct view *view)
{
    json_t *object = json_object();
    if (object != NULL && set_file(object, warning->file, view) &&
        ll_json_number(object, "line", warning->line) &&
        ll_json_number(object, "column", warning->column) &&
        ll_json_text(object, "function", warning->function) &&
        ll_json_text(object, "option", warning->option) &&
        ll_json_text(object, "message", warning->text))
        return object;
    json_decref(object);
    return NULL;
}

/* Set "warnings" to those of `from` that are about `diag`; NULL: to all. */
static bool set_warnings(json_t *object, const struct ll_warnings *from,
                         const struct ll_diag *diag, const struct view *view)
{
    json_t *warnings = json_array();
    bool ok = json_object_set_new(object, "warnings", warnings) == 0;
    for (size_t i = 0; ok && i < from->count; i++)
        if (diag == NULL || ll_warning_concerns(&from->items[i], diag, view->roots))
            ok = json_array_append_new(warnings, warning_new(&from->items[i], view)) ==
                 0;
    return ok;
}

static json_t *result_new(const struct ll_result *result, const struct view *view)
{
    json_t *object = json_object(), *runs = json_array();
    bool ok = ll_json_text(object, "program", result->subject->name) &&
              ll_json_text(object, "verdict", ll_verdict_name(result->verdict)) &&
              ll_json_number(object, "known", result->known) &&
              ll_json_number(object, "suppressed", result->suppressed) &&
              set_diagnoses(object, &result->diags, view) &&
              set_warnings(object, &result->warnings, NULL, view);
    json_t *diagnoses = json_object_get(object, "diagnoses");
    for (size_t i = 0; ok && i < result->diags.count; i++)
        ok = set_warnings(json_array_get(diagnoses, i), &result->warnings,
                          &result->diags.items[i], view);
    ok = json_object_set_new(object, "runs", runs) == 0 && ok;
    for (size_t i = 0; ok && i < result->run_count; i++)
        ok = json_array_append_new(runs, run_new(&result->runs[i])) == 0;
    if (ok)
        return object;
    json_decref(object);
    return NULL;
}

/* ---- a sweep -------------------------------------------------------------------- */

/* Set "calls": the reader's own code, innermost frame first; and "unchecked". */
static bool set_asked(json_t *object, const struct ll_attempt *attempt,
                      const struct view *view)
{
    const struct ll_frame *own[LL_SWEEP_CALLS_MOST];
    size_t count = ll_stack_owns(&attempt->site, view->roots, own, LL_SWEEP_CALLS_MOST);
    json_t *calls = json_array();
    bool ok = json_object_set_new(object, "calls", calls) == 0;
    for (size_t i = 0; i < count && ok; i++)
        ok = json_array_append_new(calls, frame_new(own[i], false, view)) == 0;
    return ok && (!attempt->unchecked ||
                  json_object_set_new(object, "unchecked",
                                      frame_new(attempt->asked, false, view)) == 0);
}

/* Set the allocator of the program in which it ended itself. */
static bool set_ended_in(json_t *object, const struct ll_attempt *attempt)
{
    size_t length = 0;
    const char *name = attempt->ended_in == NULL
                           ? NULL
                           : ll_allocator_name(attempt->ended_in, &length);
    return name == NULL ||
           json_object_set_new(object, "ended_in", json_stringn(name, length)) == 0;
}

static json_t *attempt_new(const struct ll_attempt *attempt, const char *again,
                           const struct view *view)
{
    json_t *object = json_object();
    char which[32];
    ll_attempt_name(attempt, which);
    struct ll_buf command = LL_BUF_INIT;
    ll_replay(&command, again, attempt);
    bool ok = object != NULL && !command.full && ll_json_text(object, "fail", which) &&
              ll_json_number(object, "number", attempt->number) &&
              ll_json_bool(object, "with_all", attempt->with_all) &&
              ll_json_text(object, "function", attempt->function) &&
              ll_json_text(object, "through", attempt->through) &&
              set_ended_in(object, attempt) &&
              ll_json_text(object, "test", attempt->test) &&
              ll_json_number(object, "bytes", attempt->bytes) &&
              set_place(object, "at", &attempt->site, view) &&
              set_asked(object, attempt, view) &&
              set_place(object, "quit_at", &attempt->left, view) &&
              ll_json_text(object, "outcome", ll_outcome_name(attempt->outcome)) &&
              ll_json_bool(object, "fault", ll_outcome_is_fault(attempt->outcome)) &&
              json_object_set_new(object, "same_as",
                                  json_integer((json_int_t)attempt->same_as)) == 0 &&
              ll_json_text(object, "again", ll_buf_text(&command)) &&
              set_diagnoses(object, &attempt->result.diags, view);
    ll_buf_release(&command);
    if (ok)
        return object;
    json_decref(object);
    return NULL;
}

/* Set "left_out": what each tool did not try. */
static bool set_left_out(json_t *object, const struct ll_sweep *sweep)
{
    json_t *list = json_array();
    bool ok = json_object_set_new(object, "left_out", list) == 0;
    for (size_t i = 0; ok && sweep->untried > 0 && i < sweep->base.run_count; i++) {
        const struct ll_left_out *left = &sweep->left_out[i];
        ok = left->count == 0 ||
             json_array_append_new(
                 list, json_pack("{s:s, s:I, s:b}", "tool", left->tool->name, "untried",
                                 (json_int_t)left->count, "late", left->late)) == 0;
    }
    return ok;
}

static json_t *sweep_new(const struct ll_sweep *sweep, const char *again,
                         const struct view *view)
{
    json_t *object = json_object(), *failures = json_array();
    bool ok = json_object_set_new(object, "failures", failures) == 0;
    ok = ok && ll_json_text(object, "program", sweep->base.subject->name) &&
         ll_json_text(object, "verdict", ll_verdict_name(ll_sweep_verdict(sweep))) &&
         json_object_set_new(object, "allocations",
                             json_integer((json_int_t)sweep->allocations)) == 0 &&
         json_object_set_new(object, "untried",
                             json_integer((json_int_t)sweep->untried)) == 0 &&
         ll_json_bool(object, "late", sweep->late) && set_left_out(object, sweep) &&
         ll_json_text(object, "run_anew", sweep->unfit) &&
         json_object_set_new(object, "seconds", json_real(sweep->seconds)) == 0 &&
         json_object_set_new(object, "base", result_new(&sweep->base, view)) == 0;
    for (size_t i = 0; ok && i < sweep->count; i++)
        ok = json_array_append_new(failures,
                                   attempt_new(&sweep->attempts[i], again, view)) == 0;
    if (ok)
        return object;
    json_decref(object);
    return NULL;
}

/* ---- the formats ---------------------------------------------------------------- */

/* Add the names of two runs that went different ways. */
static bool add_differing(json_t *object, const struct ll_result *result)
{
    static const struct {
        const char *key;
        bool (*differ)(const struct ll_result *result, const struct ll_run **one,
                       const struct ll_run **other);
    } ways[] = {{"printed_differently", ll_result_differs},
                {"ended_differently", ll_result_ends_differ},
                {"went_differently", ll_result_ways_differ}};
    const struct ll_run *one, *other;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (ways[i].differ(result, &one, &other) &&
            json_object_set_new(
                object, ways[i].key,
                json_pack("[s, s]", one->tool->name, other->tool->name)) != 0)
            return false;
    return true;
}

static int check(const struct ll_result *result, const struct ll_style *style,
                 struct ll_buf *out, struct ll_error *err)
{
    struct view view = {style->from, ll_strings_argv(&result->subject->roots)};
    json_t *object = result_new(result, &view);
    if (object != NULL && !add_differing(object, result)) {
        json_decref(object);
        object = NULL;
    }
    return ll_json_dump(object, out, err);
}

static int sweep(const struct ll_sweep *swept, const char *again,
                 const struct ll_style *style, struct ll_buf *out, struct ll_error *err)
{
    struct view view = {style->from, ll_strings_argv(&swept->base.subject->roots)};
    return ll_json_dump(sweep_new(swept, again, &view), out, err);
}

const struct ll_format ll_format_json = {
    .name = "json", .check = check, .sweep = sweep};
