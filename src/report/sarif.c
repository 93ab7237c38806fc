/* SPDX-License-Identifier: MIT
 *
 * sarif: SARIF 2.1.0, which code hosts and editors read. One run for a program, for a
 * graded submission, and for each submission of a class.
 *
 *   kind ─► rule      main mark ─► locations      the other marks ─► relatedLocations
 *   all marks in the order of time ─► codeFlows   stacks ─► stacks
 *
 * Only `check` reads the reader's sources, to find columns. A report on a submission
 * may name any file, so the files that it names are not opened. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "config.h"
#include "diag/explain.h"
#include "diag/source.h"
#include "report/excerpt.h"
#include "report/fingerprint.h"
#include "report/grades.h"
#include "report/json_parts.h"
#include "report/layout.h"
#include "report/report.h"
#include "report/text_sweep.h"

#define SCHEMA                                                                         \
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"              \
    "sarif-schema-2.1.0.json"

/* The subject of one run. */
struct view {
    const struct ll_diags *diags;
    const char *from;         /* files are named from here; NULL: the current folder */
    const char *const *roots; /* whose frames are the reader's own */
    const char *file;         /* a fault without a place of its own is in here */
    bool columns;             /* the sources may be read */
};

static bool append_new(json_t *array, json_t *value)
{
    return json_array_append_new(array, value) == 0;
}

/* {"text": ...}, with `text` released. */
static bool set_message(json_t *object, const char *key, struct ll_buf *text)
{
    json_t *message = json_object();
    bool ok = ll_json_pour(message, "text", text);
    return json_object_set_new(object, key, message) == 0 && ok;
}

static bool set_words(json_t *object, const char *key, const char *words)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_puts(&text, words);
    return set_message(object, key, &text);
}

/* ---- places ----------------------------------------------------------------- */

/* Append `path` as a URI: relative, or below file://. */
static void add_uri(struct ll_buf *out, const char *path)
{
    ll_buf_puts(out, path[0] == '/' ? "file://" : "");
    for (const char *c = path; *c != '\0'; c++)
        if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
            (*c >= '0' && *c <= '9') || strchr("-._~/", *c) != NULL)
            ll_buf_putc(out, *c);
        else
            ll_buf_addf(out, "%%%02X", (unsigned char)*c);
}

static bool set_artifact(json_t *object, const char *file, const struct view *view)
{
    struct ll_buf uri = LL_BUF_INIT;
    json_t *location = json_object();
    char *name = ll_path_relative(file, view->from);
    if (name != NULL)
        add_uri(&uri, name);
    bool ok = name != NULL && ll_json_pour(location, "uri", &uri);
    free(name);
    ll_buf_release(&uri);
    return json_object_set_new(object, "artifactLocation", location) == 0 && ok;
}

/* `column` counts characters from 1; 0: unknown. */
static bool set_region(json_t *object, unsigned line, size_t column)
{
    if (line == 0)
        return true;
    json_t *region = json_object();
    bool ok = ll_json_number(region, "startLine", line) &&
              ll_json_number(region, "startColumn", column);
    return json_object_set_new(object, "region", region) == 0 && ok;
}

static bool set_physical(json_t *object, const char *file, unsigned line, size_t column,
                         const struct view *view)
{
    json_t *physical = json_object();
    bool ok = set_artifact(physical, file, view) && set_region(physical, line, column);
    return json_object_set_new(object, "physicalLocation", physical) == 0 && ok;
}

static bool set_function(json_t *object, const char *function)
{
    if (function == NULL)
        return true;
    json_t *logical = json_array(), *one = json_object();
    bool ok = ll_json_text(one, "fullyQualifiedName", function) &&
              ll_json_text(one, "kind", "function");
    ok = append_new(logical, one) && ok;
    return json_object_set_new(object, "logicalLocations", logical) == 0 && ok;
}

/* The column of a mark's part, in characters from 1; 0: unknown. */
static size_t column_of(const struct ll_diag *diag, const struct ll_mark *mark,
                        const struct view *view, bool *ok)
{
    struct ll_buf line = LL_BUF_INIT;
    size_t column = 0;
    if (view->columns && ll_source_line(mark->frame, &line)) {
        const char *start = ll_buf_text(&line), *c = start;
        const char *end = start + ll_span_find(diag, mark, start).start;
        for (column = 1; c < end; column++)
            (void)ll_next_character(&c);
    }
    *ok &= !line.full;
    ll_buf_release(&line);
    return column;
}

static json_t *mark_new(const struct ll_diag *diag, const struct ll_mark *mark,
                        const struct view *view)
{
    json_t *object = json_object();
    bool ok = true;
    size_t column = column_of(diag, mark, view, &ok);
    if (ok &&
        set_physical(object, mark->frame->file, mark->frame->line, column, view) &&
        set_function(object, mark->frame->function) &&
        set_words(object, "message", mark->caption))
        return object;
    json_decref(object);
    return NULL;
}

/* ---- one fault ---------------------------------------------------------------- */

struct marks {
    struct ll_mark all[LL_MARKS_MAX];
    size_t count;
    const struct ll_mark *main; /* NULL: none of the reader's own */
};

static bool set_locations(json_t *object, const struct ll_diag *diag,
                          const struct marks *marks, const struct view *view)
{
    json_t *locations = json_array(), *one = json_object();
    bool ok = true;
    if (marks->main != NULL) {
        json_decref(one);
        one = mark_new(diag, marks->main, view);
    } else if (view->file != NULL) {
        ok = set_physical(one, view->file, 0, 0, view);
    }
    ok = append_new(locations, one) && ok;
    return json_object_set_new(object, "locations", locations) == 0 && ok;
}

static bool set_related(json_t *object, const struct ll_diag *diag,
                        const struct marks *marks, const struct view *view)
{
    if (marks->count < 2)
        return true;
    json_t *related = json_array();
    bool ok = json_object_set_new(object, "relatedLocations", related) == 0;
    for (size_t i = 0; ok && i < marks->count; i++) {
        if (&marks->all[i] == marks->main)
            continue;
        json_t *one = mark_new(diag, &marks->all[i], view);
        ok = one != NULL && ll_json_count(one, "id", i + 1);
        ok = append_new(related, one) && ok;
    }
    return ok;
}

/* Append the marks in the order of time, as a code flow. */
static bool set_flow(json_t *object, const struct ll_diag *diag,
                     const struct marks *marks, const struct view *view)
{
    if (marks->count < 2)
        return true;
    json_t *steps = json_array();
    bool ok = steps != NULL;
    for (size_t i = 0; ok && i < marks->count; i++) {
        json_t *step = json_object();
        ok = json_object_set_new(step, "location",
                                 mark_new(diag, &marks->all[i], view)) == 0;
        ok = append_new(steps, step) && ok;
    }
    json_t *flows = json_pack("[{s:[{s:o}]}]", "threadFlows", "locations", steps);
    return json_object_set_new(object, "codeFlows", flows) == 0 && ok;
}

static json_t *frame_new(const struct ll_frame *frame, const struct view *view)
{
    json_t *object = json_object(), *location = json_object();
    bool ok = json_object_set_new(object, "location", location) == 0;
    ok = ok &&
         (frame->file == NULL ||
          set_physical(location, frame->file, frame->line, frame->column, view)) &&
         set_function(location, frame->function) &&
         ll_json_text(object, "module",
                      frame->object != NULL ? ll_path_base(frame->object) : NULL);
    if (ok)
        return object;
    json_decref(object);
    return NULL;
}

static bool add_stack(json_t *stacks, const char *name, const struct ll_stack *stack,
                      const struct view *view)
{
    if (stack->count == 0)
        return true;
    json_t *object = json_object(), *frames = json_array();
    bool ok = json_object_set_new(object, "frames", frames) == 0;
    for (size_t i = 0; ok && i < stack->count; i++)
        ok = append_new(frames, frame_new(&stack->frames[i], view));
    ok = ok && set_words(object, "message", name);
    return append_new(stacks, object) && ok;
}

static bool set_stacks(json_t *object, const struct ll_diag *diag,
                       const struct view *view)
{
    json_t *stacks = json_array();
    return json_object_set_new(object, "stacks", stacks) == 0 &&
           add_stack(stacks, "at", &diag->at, view) &&
           add_stack(stacks, "allocated", &diag->allocated, view) &&
           add_stack(stacks, "freed", &diag->freed, view) &&
           add_stack(stacks, "lost", &diag->lost, view) &&
           add_stack(stacks, "other", &diag->other, view) &&
           add_stack(stacks, "started", &diag->thread.started, view) &&
           add_stack(stacks, "other_started", &diag->other_thread.started, view);
}

/* Faults with equal fingerprints get their order appended. */
static bool set_fingerprint(json_t *object, size_t index, const struct view *view)
{
    char name[LL_DIGEST_HEX], other[LL_DIGEST_HEX];
    size_t before = 0;
    ll_fingerprint(&view->diags->items[index], view->roots, name);
    for (size_t i = 0; i < index; i++) {
        ll_fingerprint(&view->diags->items[i], view->roots, other);
        before += strcmp(name, other) == 0;
    }
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_addf(&text, "%.32s:%zu", name, before + 1);
    json_t *prints = json_object();
    bool ok = ll_json_pour(prints, "leaklabFault/v1", &text);
    return json_object_set_new(object, "partialFingerprints", prints) == 0 && ok;
}

static bool set_properties(json_t *object, const struct ll_diag *diag,
                           const struct view *view)
{
    json_t *properties = json_object(), *tools = json_array();
    bool ok = json_object_set_new(properties, "tools", tools) == 0;
    for (size_t i = 0; ok && i < diag->witness_count; i++)
        ok = diag->witnesses[i].of_sequel ||
             append_new(tools, json_string(diag->witnesses[i].tool));
    ok = ok && ll_json_number(properties, "bytes", diag->bytes) &&
         ll_json_number(properties, "blocks", diag->blocks) &&
         ll_json_text(properties, "variable", diag->variable) &&
         ll_json_values(properties, diag, view->from) &&
         (diag->how == LL_LOSS_UNKNOWN ||
          ll_json_text(properties, "how", ll_loss_name(diag->how)));
    return json_object_set_new(object, "properties", properties) == 0 && ok;
}

static bool set_text(json_t *object, const struct ll_diag *diag)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_diag_headline(diag, &text);
    if (ll_kind_is_fault(diag->kind)) {
        ll_buf_puts(&text, ". Look at: ");
        ll_diag_look(diag, &text);
    }
    return set_message(object, "message", &text);
}

static const char *level_of(enum ll_kind kind)
{
    return ll_kind_is_fault(kind) ? "error" : "note";
}

static json_t *result_new(size_t index, size_t rule, const struct view *view)
{
    const struct ll_diag *diag = &view->diags->items[index];
    struct marks marks;
    marks.count = ll_diag_marks(diag, view->roots, marks.all);
    marks.main = ll_diag_main_mark(marks.all, marks.count);
    json_t *object = json_object();
    if (ll_json_text(object, "ruleId", ll_kind_name(diag->kind)) &&
        ll_json_count(object, "ruleIndex", rule) &&
        ll_json_text(object, "level", level_of(diag->kind)) && set_text(object, diag) &&
        set_locations(object, diag, &marks, view) &&
        set_related(object, diag, &marks, view) &&
        set_flow(object, diag, &marks, view) && set_stacks(object, diag, view) &&
        set_fingerprint(object, index, view) && set_properties(object, diag, view))
        return object;
    json_decref(object);
    return NULL;
}

/* ---- a run -------------------------------------------------------------------- */

static json_t *rule_new(enum ll_kind kind)
{
    const struct ll_explanation *words = ll_explain(kind);
    struct ll_buf full = LL_BUF_INIT, help = LL_BUF_INIT;
    ll_buf_addf(&full, "%s %s", words->happened, words->wrong);
    ll_buf_addf(&help, "%s\n\n%s", words->look, words->refs);
    json_t *object = json_object(), *configuration = json_object();
    bool ok = ll_json_text(configuration, "level", level_of(kind));
    ok = json_object_set_new(object, "defaultConfiguration", configuration) == 0 && ok;
    ok = ok && ll_json_text(object, "id", ll_kind_name(kind)) &&
         set_words(object, "shortDescription", words->title);
    ok = set_message(object, "fullDescription", &full) && ok;
    ok = set_message(object, "help", &help) && ok;
    if (ok)
        return object;
    json_decref(object);
    return NULL;
}

/* A rule for each kind that occurs; `rules[kind]` is its index. */
static json_t *rules_new(const struct ll_diags *diags, size_t rules[LL_KIND_COUNT])
{
    json_t *array = json_array();
    bool have[LL_KIND_COUNT] = {false}, ok = array != NULL;
    for (size_t i = 0; ok && i < diags->count; i++) {
        enum ll_kind kind = diags->items[i].kind;
        if (have[kind])
            continue;
        have[kind] = true;
        rules[kind] = json_array_size(array);
        ok = append_new(array, rule_new(kind));
    }
    if (ok)
        return array;
    json_decref(array);
    return NULL;
}

static bool add_notification(json_t *notifications, const char *level,
                             const char *title, const char *text)
{
    struct ll_buf words = LL_BUF_INIT;
    json_t *object = json_object();
    ll_buf_addf(&words, "%s%s%s", title, title[0] != '\0' ? ": " : "", text);
    bool ok =
        set_message(object, "message", &words) && ll_json_text(object, "level", level);
    return append_new(notifications, object) && ok;
}

/* Takes ownership of the three values. */
static json_t *run_with(json_t *rules, bool successful, json_t *notifications,
                        json_t *results)
{
    return json_pack("{s:{s:{s:s, s:s, s:o}}, s:[{s:b, s:o}], s:s, s:o}", "tool",
                     "driver", "name", "leaklab", "version", LL_VERSION, "rules", rules,
                     "invocations", "executionSuccessful", successful,
                     "toolExecutionNotifications", notifications, "columnKind",
                     "unicodeCodePoints", "results", results);
}

/* Takes ownership of `notifications`. */
static json_t *run_new(const struct view *view, bool successful, json_t *notifications)
{
    size_t rules[LL_KIND_COUNT] = {0};
    json_t *results = json_array();
    bool ok = results != NULL;
    json_t *run =
        run_with(rules_new(view->diags, rules), successful, notifications, results);
    for (size_t i = 0; ok && run != NULL && i < view->diags->count; i++)
        ok =
            append_new(results, result_new(i, rules[view->diags->items[i].kind], view));
    if (ok)
        return run;
    json_decref(run);
    return NULL;
}

/* Takes ownership of `runs`. */
static int dump(json_t *runs, struct ll_buf *out, struct ll_error *err)
{
    return ll_json_dump(json_pack("{s:s, s:s, s:o}", "$schema", SCHEMA, "version",
                                  "2.1.0", "runs", runs),
                        out, err);
}

/* ---- any program ---------------------------------------------------------------- */

/* Append why tools could not judge. `*whole` is true if all could. */
static json_t *troubles_new(const struct ll_result *result, bool *whole)
{
    json_t *array = json_array();
    bool ok = array != NULL;
    *whole = true;
    for (size_t i = 0; ok && i < result->run_count; i++) {
        const struct ll_run *run = &result->runs[i];
        bool judged = run->status == LL_RUN_JUDGED;
        if (judged && run->complete == LL_COMPLETE)
            continue;
        *whole = false;
        const char *text =
            ll_run_refusal(run) != NULL ? ll_run_refusal(run) : run->note;
        ok = add_notification(array, judged ? "warning" : "error", run->tool->title,
                              text != NULL ? text : "its report is not whole");
    }
    if (ok)
        return array;
    json_decref(array);
    return NULL;
}

/* What the compiler warned of is no result of the tools: a notification. */
static bool add_warnings(json_t *notifications, const struct ll_warnings *warnings,
                         const char *from)
{
    bool ok = true;
    for (size_t i = 0; ok && i < warnings->count; i++) {
        const struct ll_warning *one = &warnings->items[i];
        char *name = ll_path_relative(one->file, from);
        struct ll_buf words = LL_BUF_INIT;
        ll_buf_addf(&words, "%s:%u: %s", name != NULL ? name : one->file, one->line,
                    one->text);
        if (one->option != NULL)
            ll_buf_addf(&words, " [%s]", one->option);
        ok = !words.full && add_notification(notifications, "note", "the compiler",
                                             ll_buf_text(&words));
        ll_buf_release(&words);
        free(name);
    }
    return ok;
}

static int check(const struct ll_result *result, const struct ll_style *style,
                 struct ll_buf *out, struct ll_error *err)
{
    const struct ll_strings *sources = &result->subject->sources;
    const struct view view = {&result->diags, style->from,
                              ll_strings_argv(&result->subject->roots),
                              sources->count > 0 ? sources->items[0] : NULL, true};
    bool whole;
    json_t *troubles = troubles_new(result, &whole), *runs = json_array();
    bool warned =
        troubles != NULL && add_warnings(troubles, &result->warnings, style->from);
    bool ok =
        troubles != NULL && append_new(runs, run_new(&view, whole, troubles)) && warned;
    if (!ok) {
        json_decref(runs);
        return ll_fail_memory(err);
    }
    return dump(runs, out, err);
}

/* ---- a sweep: a result for each cause ------------------------------------------- */

static const char *const outcomes[LL_OUTCOME_COUNT] = {
    [LL_UNJUDGED] = "A failing allocation whose end no tool has seen",
    [LL_QUIT] = "A failing allocation ends the program",
    [LL_LEAKED] = "A failing allocation loses memory",
    [LL_NO_END] = "A failing allocation lets the program run without end",
    [LL_CORRUPTED] = "A failing allocation lets the program use memory of others",
    [LL_CRASHED] = "A failing allocation crashes the program",
};

static const char failing[] =
    "malloc and the functions that allocate by it return NULL when there is no memory "
    "left. leaklab made one allocation fail on purpose, alone or with all that follow.";
static const char after_failing[] = "Check the result of each allocation. If it is "
                                    "NULL, free what this function holds, "
                                    "and report the failure to the caller.";

/* A rule for each outcome that is told of; `rules[outcome]` is its index. */
static json_t *outcome_rules_new(const struct ll_sweep *sweep,
                                 size_t rules[LL_OUTCOME_COUNT])
{
    json_t *array = json_array();
    bool have[LL_OUTCOME_COUNT] = {false}, ok = array != NULL;
    for (size_t i = 0; ok && i < sweep->count; i++) {
        enum ll_outcome outcome = sweep->attempts[i].outcome;
        if (!ll_sweep_is_told(sweep, i) || have[outcome])
            continue;
        have[outcome] = true;
        rules[outcome] = json_array_size(array);
        json_t *rule = json_object();
        ok = ll_json_text(rule, "id", ll_outcome_name(outcome)) &&
             set_words(rule, "shortDescription", outcomes[outcome]) &&
             set_words(rule, "fullDescription", failing) &&
             set_words(rule, "help", after_failing);
        ok = append_new(array, rule) && ok;
    }
    if (ok)
        return array;
    json_decref(array);
    return NULL;
}

/* What came of the failure: where each fault happened. */
static bool set_faults(json_t *object, const struct ll_diags *diags,
                       const struct view *view)
{
    json_t *related = json_array();
    bool ok = related != NULL;
    for (size_t i = 0; ok && i < diags->count; i++) {
        struct ll_mark marks[LL_MARKS_MAX];
        size_t count = ll_diag_marks(&diags->items[i], view->roots, marks);
        const struct ll_mark *main_mark = ll_diag_main_mark(marks, count);
        struct ll_buf text = LL_BUF_INIT;
        if (main_mark == NULL)
            continue;
        json_t *one = mark_new(&diags->items[i], main_mark, view);
        ll_diag_summary(&diags->items[i], main_mark, &text);
        ok = ll_json_count(one, "id", i + 1);
        ok = set_message(one, "message", &text) && ok;
        ok = append_new(related, one) && ok;
    }
    if (json_array_size(related) > 0)
        return json_object_set_new(object, "relatedLocations", related) == 0 && ok;
    json_decref(related);
    return ok;
}

static bool set_site(json_t *object, const struct ll_sweep *sweep, size_t index,
                     const struct view *view)
{
    const struct ll_frame *frame = ll_sweep_frame(sweep, index);
    json_t *locations = json_array(), *one = json_object();
    bool ok = frame != NULL ? set_physical(one, frame->file, frame->line, 0, view) &&
                                  set_function(one, frame->function)
              : view->file != NULL ? set_physical(one, view->file, 0, 0, view)
                                   : true;
    ok = append_new(locations, one) && ok;
    return json_object_set_new(object, "locations", locations) == 0 && ok;
}

/* Failures with equal fingerprints get their order appended. */
static bool set_attempt_fingerprint(json_t *object, const struct ll_sweep *sweep,
                                    size_t index, const struct view *view)
{
    char name[LL_DIGEST_HEX], other[LL_DIGEST_HEX];
    size_t before = 0;
    struct ll_buf text = LL_BUF_INIT;
    ll_fingerprint_attempt(&sweep->attempts[index], view->roots, name);
    for (size_t i = 0; i < index; i++) {
        ll_fingerprint_attempt(&sweep->attempts[i], view->roots, other);
        before += ll_sweep_is_told(sweep, i) && strcmp(name, other) == 0;
    }
    ll_buf_addf(&text, "%.32s:%zu", name, before + 1);
    json_t *prints = json_object();
    bool ok = ll_json_pour(prints, "leaklabFailure/v1", &text);
    return json_object_set_new(object, "partialFingerprints", prints) == 0 && ok;
}

static json_t *attempt_new(const struct ll_sweep *sweep, size_t index, size_t rule,
                           const char *again, const struct view *view)
{
    const struct ll_attempt *attempt = &sweep->attempts[index];
    struct ll_buf text = LL_BUF_INIT;
    json_t *object = json_object(), *stacks = json_array();
    ll_sweep_headline(sweep, index, &text);
    if (again != NULL) {
        ll_buf_puts(&text, ". Again, just that one: ");
        ll_replay(&text, again, attempt);
    }
    bool ok = json_object_set_new(object, "stacks", stacks) == 0;
    ok = set_message(object, "message", &text) && ok;
    if (ok && ll_json_text(object, "ruleId", ll_outcome_name(attempt->outcome)) &&
        ll_json_count(object, "ruleIndex", rule) &&
        ll_json_text(object, "level",
                     ll_outcome_is_fault(attempt->outcome) ? "error" : "warning") &&
        set_site(object, sweep, index, view) &&
        set_faults(object, &attempt->result.diags, view) &&
        add_stack(stacks, "allocated", &attempt->site, view) &&
        set_attempt_fingerprint(object, sweep, index, view))
        return object;
    json_decref(object);
    return NULL;
}

/* Append what the sweep does not answer. */
static bool add_caveat(json_t *notifications, const struct ll_sweep *sweep)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_sweep_caveat(sweep, &text);
    bool ok = text.len == 0 ||
              add_notification(notifications, "warning", "", ll_buf_text(&text));
    ll_buf_release(&text);
    return ok;
}

static int sweep_all(const struct ll_sweep *sweep, const char *again,
                     const struct ll_style *style, struct ll_buf *out,
                     struct ll_error *err)
{
    const struct ll_subject *subject = sweep->base.subject;
    const struct view view = {
        &sweep->base.diags, style->from, ll_strings_argv(&subject->roots),
        subject->sources.count > 0 ? subject->sources.items[0] : NULL, true};
    size_t rules[LL_OUTCOME_COUNT] = {0};
    bool whole;
    json_t *troubles = troubles_new(&sweep->base, &whole), *results = json_array();
    json_t *all_rules = outcome_rules_new(sweep, rules);
    bool ok = troubles != NULL && results != NULL && add_caveat(troubles, sweep);
    for (size_t i = 0; ok && i < sweep->count; i++)
        ok =
            !ll_sweep_is_told(sweep, i) ||
            append_new(results, attempt_new(sweep, i, rules[sweep->attempts[i].outcome],
                                            again, &view));
    whole = whole && ll_sweep_verdict(sweep) <= LL_FAIL;
    json_t *run = run_with(all_rules, whole, troubles, results);
    if (ok && run != NULL)
        return dump(json_pack("[o]", run), out, err);
    json_decref(run);
    return ll_fail_memory(err);
}

const struct ll_format ll_format_sarif = {
    .name = "sarif", .check = check, .sweep = sweep_all};

/* ---- submissions ---------------------------------------------------------------- */

/* Append the identity of a submission's run, "leaklab/lesson3/NAME/": code hosts use it
 * to tell runs apart. */
static bool set_id(json_t *run, const struct ll_graded *graded)
{
    struct ll_buf id = LL_BUF_INIT;
    ll_buf_addf(&id, "leaklab/lesson%u/%s/", graded->lesson,
                graded->name != NULL ? graded->name : "");
    json_t *details = json_object();
    bool ok = ll_json_pour(details, "id", &id);
    return json_object_set_new(run, "automationDetails", details) == 0 && ok;
}

static json_t *graded_run_new(const struct ll_graded *graded)
{
    bool failed = false, judged = ll_graded_is_judged(graded);
    char *root = ll_graded_root(graded, &failed);
    const char *const roots[] = {root, NULL};
    const struct view view = {&graded->diags, root != NULL ? root : "/", roots,
                              graded->exercise, false};
    json_t *notifications = failed ? NULL : json_array(), *run = NULL;
    if (notifications != NULL && !judged &&
        !add_notification(notifications,
                          graded->verdict == LL_HARNESS_ERROR ? "error" : "warning", "",
                          ll_graded_why(graded))) {
        json_decref(notifications);
        notifications = NULL;
    }
    if (notifications != NULL)
        run = run_new(&view, judged, notifications);
    if (run != NULL && !set_id(run, graded)) {
        json_decref(run);
        run = NULL;
    }
    free(root);
    return run;
}

static int all(const struct ll_class *class, struct ll_buf *out, struct ll_error *err)
{
    json_t *runs = json_array();
    for (size_t i = 0; i < class->count; i++)
        if (!append_new(runs, graded_run_new(&class->all[i]))) {
            json_decref(runs);
            return ll_fail_memory(err);
        }
    return dump(runs, out, err);
}

static int one(const struct ll_graded *graded, struct ll_buf *out, struct ll_error *err)
{
    struct ll_graded alone = *graded;
    const struct ll_class class = {.all = &alone, .count = 1};
    return all(&class, out, err);
}

const struct ll_grade_format ll_grades_sarif = {
    .name = "sarif", .file = "results.sarif", .one = one, .all = all};
