/* SPDX-License-Identifier: MIT
 *
 * json: a report for programs; docs/json.md tells its form. */
#include <jansson.h>
#include <stdlib.h>

#include "base/path.h"
#include "diag/explain.h"
#include "report/layout.h"
#include "report/sweep.h"

/* Where things are named from, and whose frames are the reader's own. */
struct view {
    const char *from;
    const char *const *roots;
};

/* Set `key` to `text` unless it is NULL. Cleaned, so that it is valid UTF-8 whatever a
 * program or a tool made of it. False when memory ran out. */
static bool set_text(json_t *object, const char *key, const char *text)
{
    if (text == NULL)
        return true;
    struct ll_buf clean = LL_BUF_INIT;
    ll_clean(&clean, text);
    bool ok =
        !clean.full && json_object_set_new(object, key, json_string(clean.data)) == 0;
    ll_buf_release(&clean);
    return ok;
}

/* Set `key` to `number` unless it is 0: unknown. */
static bool set_number(json_t *object, const char *key, unsigned long long number)
{
    return number == 0 ||
           json_object_set_new(object, key, json_integer((json_int_t)number)) == 0;
}

static bool set_file(json_t *object, const char *file, const struct view *view)
{
    if (file == NULL)
        return true;
    char *name = ll_path_relative(file, view->from);
    bool ok = name != NULL && set_text(object, "file", name);
    free(name);
    return ok;
}

static json_t *frame_new(const struct ll_frame *frame, bool whole,
                         const struct view *view)
{
    json_t *object = json_object();
    if (object != NULL && set_file(object, frame->file, view) &&
        set_number(object, "line", frame->line) &&
        set_number(object, "column", frame->column) &&
        set_text(object, "function", frame->function) &&
        (!whole || set_text(object, "object", frame->object)))
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

/* Set "lost" when anything is known of it. */
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
    return set_text(lost, "variable", diag->variable) &&
           (diag->how == LL_LOSS_UNKNOWN ||
            set_text(lost, "how", ll_loss_name(diag->how)));
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
           set_stack(stacks, "lost", &diag->lost, view);
}

static bool set_tools(json_t *object, const struct ll_diag *diag)
{
    json_t *tools = json_array();
    if (json_object_set_new(object, "tools", tools) != 0)
        return false;
    for (size_t i = 0; i < diag->witness_count; i++)
        if (json_array_append_new(tools, json_string(diag->witnesses[i].tool)) != 0)
            return false;
    return true;
}

static bool set_message(json_t *object, const struct ll_diag *diag)
{
    struct ll_buf message = LL_BUF_INIT;
    ll_diag_headline(diag, &message);
    bool ok = !message.full && set_text(object, "message", ll_buf_text(&message));
    ll_buf_release(&message);
    return ok;
}

static json_t *diag_new(const struct ll_diag *diag, const struct view *view)
{
    json_t *object = json_object();
    if (object != NULL && set_text(object, "kind", ll_kind_name(diag->kind)) &&
        set_tools(object, diag) && set_number(object, "bytes", diag->bytes) &&
        set_number(object, "blocks", diag->blocks) && set_message(object, diag) &&
        set_place(object, "at", &diag->at, view) &&
        set_place(object, "allocated", &diag->allocated, view) &&
        set_place(object, "freed", &diag->freed, view) &&
        set_lost(object, diag, view) && set_stacks(object, diag, view))
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
        (signalled && !set_number(object, "signal", (unsigned)run->ended.signal)) ||
        (judged &&
         json_object_set_new(object, "seconds", json_real(run->run_seconds)) != 0) ||
        json_object_set_new(object, "complete",
                            json_boolean(judged && run->complete == LL_COMPLETE)) !=
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

static json_t *result_new(const struct ll_result *result, const struct view *view)
{
    json_t *object = json_object(), *runs = json_array();
    bool ok = json_object_set_new(object, "runs", runs) == 0;
    ok = ok && set_text(object, "program", result->subject->name) &&
         set_text(object, "verdict", ll_verdict_name(result->verdict)) &&
         set_diagnoses(object, &result->diags, view);
    for (size_t i = 0; ok && i < result->run_count; i++)
        ok = json_array_append_new(runs, run_new(&result->runs[i])) == 0;
    if (ok)
        return object;
    json_decref(object);
    return NULL;
}

/* ---- a sweep -------------------------------------------------------------------- */

static bool set_bool(json_t *object, const char *key, bool value)
{
    return json_object_set_new(object, key, json_boolean(value)) == 0;
}

static json_t *attempt_new(const struct ll_attempt *attempt, const char *again,
                           const struct view *view)
{
    json_t *object = json_object();
    char which[32];
    ll_attempt_name(attempt, which);
    struct ll_buf command = LL_BUF_INIT;
    ll_replay(&command, again, attempt);
    bool ok = object != NULL && !command.full && set_text(object, "fail", which) &&
              set_number(object, "number", attempt->number) &&
              set_bool(object, "with_all", attempt->with_all) &&
              set_text(object, "function", attempt->function) &&
              set_text(object, "through", attempt->through) &&
              set_text(object, "test", attempt->test) &&
              set_number(object, "bytes", attempt->bytes) &&
              set_place(object, "at", &attempt->site, view) &&
              set_text(object, "outcome", ll_outcome_name(attempt->outcome)) &&
              set_bool(object, "fault", ll_outcome_is_fault(attempt->outcome)) &&
              json_object_set_new(object, "same_as",
                                  json_integer((json_int_t)attempt->same_as)) == 0 &&
              set_text(object, "again", ll_buf_text(&command)) &&
              set_diagnoses(object, &attempt->result.diags, view);
    ll_buf_release(&command);
    if (ok)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *sweep_new(const struct ll_sweep *sweep, const char *again,
                         const struct view *view)
{
    json_t *object = json_object(), *failures = json_array();
    bool ok = json_object_set_new(object, "failures", failures) == 0;
    ok = ok && set_text(object, "program", sweep->base.subject->name) &&
         set_text(object, "verdict", ll_verdict_name(ll_sweep_verdict(sweep))) &&
         json_object_set_new(object, "allocations",
                             json_integer((json_int_t)sweep->allocations)) == 0 &&
         json_object_set_new(object, "untried",
                             json_integer((json_int_t)sweep->untried)) == 0 &&
         set_bool(object, "late", sweep->late) &&
         set_text(object, "run_anew", sweep->unfit) &&
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

static int append(const char *bytes, size_t count, void *out)
{
    return ll_buf_add(out, bytes, count) ? 0 : -1;
}

/* Append `object`, which is released. */
static int dump(json_t *object, struct ll_buf *out, struct ll_error *err)
{
    /* Into a buffer that remembers a failure: json_dumps() forgets those in keys. */
    bool ok = object != NULL &&
              json_dump_callback(object, append, out,
                                 JSON_INDENT(2) | JSON_REAL_PRECISION(6)) == 0 &&
              ll_buf_putc(out, '\n');
    json_decref(object);
    return ok ? 0 : ll_fail_memory(err);
}

static int check(const struct ll_result *result, const struct ll_style *style,
                 struct ll_buf *out, struct ll_error *err)
{
    struct view view = {style->from, ll_strings_argv(&result->subject->roots)};
    return dump(result_new(result, &view), out, err);
}

static int sweep(const struct ll_sweep *swept, const char *again,
                 const struct ll_style *style, struct ll_buf *out, struct ll_error *err)
{
    struct view view = {style->from, ll_strings_argv(&swept->base.subject->roots)};
    return dump(sweep_new(swept, again, &view), out, err);
}

const struct ll_format ll_format_json = {
    .name = "json", .check = check, .sweep = sweep};
