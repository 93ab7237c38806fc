/* SPDX-License-Identifier: MIT */
#include "author/matrix.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "judge/judge.h"

const char *const ll_levels[LL_LEVELS] = {"-O0", "-O2"};

const char *ll_sight_name(enum ll_sight sight)
{
    static const char *const names[] = {
        [LL_SIGHT_SEES] = "sees",       [LL_SIGHT_NOTICES] = "notices",
        [LL_SIGHT_BLIND] = "blind",     [LL_SIGHT_UNJUDGED] = "unjudged",
        [LL_SIGHT_NO_TOOL] = "no-tool", [LL_SIGHT_UNASKED] = "not-asked",
    };
    return names[sight];
}

/* ---- one cell ------------------------------------------------------------------ */

static bool is_labelled(const struct ll_stack *stack, const struct ll_labels *labels)
{
    for (size_t i = 0; i < stack->count; i++)
        for (size_t j = 0; j < labels->count; j++) {
            const struct ll_frame *frame = &stack->frames[i];
            const struct ll_label *label = &labels->items[j];
            if (frame->file != NULL && frame->line == label->line &&
                strcmp(ll_path_base(frame->file), ll_path_base(label->file)) == 0)
                return true;
        }
    return false;
}

/* Any place of the diagnosis counts: tools differ in which places they name. */
static bool names_the_place(const struct ll_diag *diag, const struct ll_labels *labels)
{
    return is_labelled(&diag->at, labels) || is_labelled(&diag->allocated, labels) ||
           is_labelled(&diag->freed, labels) || is_labelled(&diag->lost, labels) ||
           is_labelled(&diag->other, labels);
}

/* Append the kinds in their order: "definitely-lost twice, crash". */
static void add_kinds(const struct ll_diags *diags, struct ll_buf *out)
{
    for (int kind = 0; kind < LL_KIND_COUNT; kind++) {
        size_t count = 0;
        for (size_t i = 0; i < diags->count; i++)
            count += (int)diags->items[i].kind == kind;
        if (count == 0 || !ll_kind_is_fault((enum ll_kind)kind))
            continue;
        ll_buf_addf(out, "%s%s", out->len > 0 ? ", " : "",
                    ll_kind_name((enum ll_kind)kind));
        if (count > 1)
            ll_buf_addf(out, " ×%zu", count);
    }
}

/* Return the manifest's reason; one for this level comes before one for all levels. */
static const char *declared_reason(const struct ll_module *module, const char *tool,
                                   bool optimised)
{
    const char *reason = NULL;
    for (unsigned i = 0; i < module->silent_count; i++) {
        const struct ll_silence *silent = &module->silent[i];
        if (strcmp(silent->tool, tool) != 0 || (silent->optimised && !optimised))
            continue;
        if (reason == NULL || silent->optimised)
            reason = silent->because;
    }
    return reason;
}

/* The kinds of fault that the manifest expects of the module, each once: what any tool
 * names. New text; NULL: memory ran out. */
static char *expected_faults(const struct ll_module *module)
{
    struct ll_buf out = LL_BUF_INIT;
    bool expected[LL_KIND_COUNT] = {false};
    ll_buf_puts(&out, "");
    for (unsigned i = 0; i < module->expect_count; i++) {
        enum ll_kind kind;
        if (!ll_kind_from_name(module->expect[i].kind, &kind) ||
            !ll_kind_is_fault(kind) || expected[kind])
            continue;
        expected[kind] = true;
        ll_buf_addf(&out, "%s%s", out.len > 0 ? ", " : "", ll_kind_name(kind));
    }
    return ll_buf_take(&out);
}

/* Return why the tool does not look for the module's kinds of fault; NULL: it does. A
 * note, such as a block that is still reachable, is no fault. */
static const char *general_reason(const struct ll_module *module,
                                  const struct ll_tool *tool)
{
    const char *reason = NULL;
    for (unsigned i = 0; i < module->expect_count; i++) {
        enum ll_kind kind;
        if (!ll_kind_from_name(module->expect[i].kind, &kind) ||
            !ll_kind_is_fault(kind))
            continue;
        reason = tool->blind(kind);
        if (reason == NULL)
            return NULL;
    }
    return reason;
}

/* Return the innermost function of the reader's own code in a stack; "": none. */
static const char *function_of(const struct ll_stack *stack, const char *const *roots)
{
    const struct ll_frame *own = ll_stack_own(stack, roots);
    return own != NULL && own->function != NULL ? own->function : "";
}

/* Whether the tool reports `diag` on the right half as well: then it is a false alarm.
 * The lines of the halves differ, so functions are compared. */
static bool is_false_alarm(const struct ll_diag *diag, const struct ll_run *right,
                           const char *const *roots)
{
    for (size_t i = 0; right != NULL && i < right->diags.count; i++) {
        const struct ll_diag *other = &right->diags.items[i];
        if (diag->kind == other->kind &&
            strcmp(function_of(&diag->at, roots), function_of(&other->at, roots)) ==
                0 &&
            strcmp(function_of(&diag->lost, roots), function_of(&other->lost, roots)) ==
                0 &&
            strcmp(function_of(&diag->allocated, roots),
                   function_of(&other->allocated, roots)) == 0)
            return true;
    }
    return false;
}

/* Drop the false alarms; `right` is NULL if the tool did not run on the right half. */
static void drop_false_alarms(struct ll_diags *diags, const struct ll_run *right,
                              const char *const *roots)
{
    size_t kept = 0;
    for (size_t i = 0; i < diags->count; i++)
        if (is_false_alarm(&diags->items[i], right, roots))
            ll_diag_release(&diags->items[i]);
        else
            diags->items[kept++] = diags->items[i];
    diags->count = kept;
}

static int fill_cell(struct ll_cell *cell, const struct ll_case *one,
                     const struct ll_run *run, bool optimised, struct ll_error *err)
{
    struct ll_buf words = LL_BUF_INIT;
    bool complete = ll_run_is_whole(run);
    if (run->status == LL_RUN_NO_TOOL) {
        cell->sight = LL_SIGHT_NO_TOOL;
        ll_buf_puts(&words, run->note != NULL ? run->note : "it is missing");
    } else if (ll_diags_faults(&run->diags) > 0) {
        cell->sight = LL_SIGHT_NOTICES;
        for (size_t i = 0; i < run->diags.count; i++)
            if (names_the_place(&run->diags.items[i], &one->labels))
                cell->sight = LL_SIGHT_SEES;
        add_kinds(&run->diags, &words);
    } else if (!complete) {
        cell->sight = LL_SIGHT_UNJUDGED;
        ll_buf_puts(&words, run->note != NULL                 ? run->note
                            : run->status == LL_RUN_NOT_BUILT ? "it does not compile"
                                                              : "its report is cut");
    } else {
        const char *why = declared_reason(one->module, run->tool->name, optimised);
        if (why == NULL)
            why = general_reason(one->module, run->tool);
        cell->sight = LL_SIGHT_BLIND;
        if (why != NULL)
            ll_buf_puts(&words, why);
    }
    bool full = words.full;
    if (words.len > 0)
        cell->words = ll_buf_take(&words);
    ll_buf_release(&words);
    return full ? ll_fail_memory(err) : 0;
}

/* ---- all of them ---------------------------------------------------------------- */

/* The lessons and their cases, for each level of optimisation. */
struct sheets {
    struct ll_lesson **lessons;
    struct ll_case **cases; /* LL_LEVELS for each lesson */
    size_t *counts;
    size_t count;
};

static int load(struct sheets *sheets, const struct ll_strings *folders,
                struct ll_error *err)
{
    sheets->lessons = calloc(folders->count + 1, sizeof(void *));
    sheets->cases = calloc(LL_LEVELS * folders->count + 1, sizeof(void *));
    sheets->counts = calloc(LL_LEVELS * folders->count + 1, sizeof(size_t));
    if (sheets->lessons == NULL || sheets->cases == NULL || sheets->counts == NULL)
        return ll_fail_memory(err);
    for (; sheets->count < folders->count; sheets->count++) {
        size_t i = sheets->count;
        sheets->lessons[i] = ll_lesson_load(folders->items[i], err);
        if (sheets->lessons[i] == NULL)
            return -1;
        for (size_t level = 0; level < LL_LEVELS; level++) {
            size_t sheet = LL_LEVELS * i + level;
            if (ll_cases(sheets->lessons[i], NULL, false, &sheets->cases[sheet],
                         &sheets->counts[sheet], err) != 0)
                return -1;
            for (size_t j = 0; j < sheets->counts[sheet]; j++) {
                struct ll_strings *flags = &sheets->cases[sheet][j].subject.cflags;
                /* Level 0 uses the tools' own flags, so runs that are in the cache are
                 * used. */
                if (level > 0)
                    ll_strings_add(flags, ll_levels[level]);
                if (ll_strings_ok(flags, err) != 0)
                    return -1;
            }
        }
    }
    return 0;
}

static void unload(struct sheets *sheets)
{
    for (size_t i = 0; sheets->lessons != NULL && sheets->lessons[i] != NULL; i++) {
        for (size_t level = 0; level < LL_LEVELS; level++) {
            size_t sheet = LL_LEVELS * i + level;
            ll_cases_free(sheets->cases[sheet], sheets->counts[sheet]);
        }
        ll_lesson_free(sheets->lessons[i]);
    }
    free(sheets->lessons);
    free(sheets->cases);
    free(sheets->counts);
}

/* Whether a tool runs only in the lessons that list it. */
static bool is_special(const struct ll_tool *tool)
{
    return tool->role == LL_TOOL_RACES;
}

/* Whether the tool is not for the lesson of the case. It has run if it is for Python's
 * objects alone, but it only said so. */
static bool is_unasked(const struct ll_tool *tool, const struct ll_case *one,
                       const struct ll_result *result, size_t index)
{
    return index >= result->run_count ||
           (tool->needs_python != NULL && !one->subject.python);
}

static bool lists_special(const struct ll_lesson *lesson)
{
    for (unsigned i = 0; i < lesson->manifest->tools_count; i++)
        if (strcmp(lesson->manifest->tools[i], ll_tool_for(LL_TOOL_RACES)->name) == 0)
            return true;
    return false;
}

/* Fill the tools and their versions; those that only some lessons use come last. */
static int find_tools(struct ll_matrix *matrix, struct ll_error *err)
{
    size_t all = 0;
    while (ll_tools[all] != NULL)
        all++;
    matrix->tools = calloc(all + 1, sizeof *matrix->tools);
    matrix->versions = calloc(all + 1, sizeof *matrix->versions);
    if (matrix->tools == NULL || matrix->versions == NULL)
        return ll_fail_memory(err);
    for (size_t i = 0; i < 2 * all; i++) {
        const struct ll_tool *tool = ll_tools[i % all];
        if (tool->blind == NULL || is_special(tool) != (i >= all))
            continue;
        matrix->versions[matrix->tool_count] = tool->version(NULL);
        matrix->tools[matrix->tool_count++] = tool;
    }
    return 0;
}

/* Those of the tools that `is_wanted` wants, NULL-terminated. New array, free with
 * free(); NULL: memory ran out. */
static const struct ll_tool **choose(const struct ll_matrix *matrix,
                                     bool (*is_wanted)(const struct ll_tool *tool))
{
    size_t count = 0;
    const struct ll_tool **tools = calloc(matrix->tool_count + 1, sizeof *tools);
    for (size_t i = 0; tools != NULL && i < matrix->tool_count; i++)
        if (is_wanted(matrix->tools[i]))
            tools[count++] = matrix->tools[i];
    return tools;
}

/* They may report faults where there are none, so they also run on the right halves. */
static bool is_reader(const struct ll_tool *tool)
{
    return tool->reads_sources;
}

static bool is_usual(const struct ll_tool *tool)
{
    return !is_special(tool);
}

static int add_row(struct ll_matrix *matrix, const struct sheets *sheets, size_t lesson,
                   size_t module, const struct ll_result *results,
                   const struct ll_result *rights, struct ll_error *err)
{
    struct ll_matrix_row *row = &matrix->rows[matrix->row_count++];
    row->lesson = sheets->lessons[lesson]->number;
    row->slug = strdup(sheets->lessons[lesson]->slug);
    row->file = strdup(sheets->cases[LL_LEVELS * lesson][module].file);
    row->faults = expected_faults(sheets->cases[LL_LEVELS * lesson][module].module);
    row->cells = calloc(matrix->tool_count * LL_LEVELS, sizeof *row->cells);
    if (row->slug == NULL || row->file == NULL || row->faults == NULL ||
        row->cells == NULL)
        return ll_fail_memory(err);
    for (size_t level = 0; level < LL_LEVELS; level++)
        for (size_t tool = 0, right = 0; tool < matrix->tool_count; tool++) {
            const struct ll_case *one =
                &sheets->cases[LL_LEVELS * lesson + level][module];
            if (is_unasked(matrix->tools[tool], one, &results[level], tool)) {
                row->cells[LL_LEVELS * tool + level].sight = LL_SIGHT_UNASKED;
                continue;
            }
            if (matrix->tools[tool]->reads_sources)
                drop_false_alarms(&results[level].runs[tool].diags,
                                  &rights[level].runs[right++],
                                  ll_strings_argv(&one->subject.roots));
            if (fill_cell(&row->cells[LL_LEVELS * tool + level], one,
                          &results[level].runs[tool], level > 0, err) != 0)
                return -1;
        }
    return 0;
}

/* Count the wrong halves: they are the first cases of a lesson. */
static size_t wrong_halves(const struct sheets *sheets, size_t lesson)
{
    return sheets->lessons[lesson]->manifest->pair->buggy_count;
}

/* The order of tasks in a lesson: each wrong half at each level, then the right half.
 */
static int fill(const struct ll_session *session, const struct sheets *sheets,
                struct ll_matrix *matrix, struct ll_error *err)
{
    size_t rows = 0, done = 0;
    for (size_t i = 0; i < sheets->count; i++)
        rows += wrong_halves(sheets, i);
    size_t most = LL_LEVELS * (rows + sheets->count) + 1;
    struct ll_task *tasks = calloc(most, sizeof *tasks);
    struct ll_result *results = calloc(most, sizeof *results);
    const struct ll_tool **reading = choose(matrix, is_reader);
    const struct ll_tool **usual = choose(matrix, is_usual);
    matrix->rows = calloc(rows + 1, sizeof *matrix->rows);
    int result = -1;
    if (tasks == NULL || results == NULL || matrix->rows == NULL || reading == NULL ||
        usual == NULL) {
        ll_fail_memory(err);
        goto out;
    }
    for (size_t i = 0; i < sheets->count; i++)
        for (size_t j = 0; j <= wrong_halves(sheets, i); j++)
            for (size_t level = 0; level < LL_LEVELS; level++)
                tasks[done++] =
                    (struct ll_task){&sheets->cases[LL_LEVELS * i + level][j].subject,
                                     j == wrong_halves(sheets, i)        ? reading
                                     : lists_special(sheets->lessons[i]) ? matrix->tools
                                                                         : usual};
    result = ll_session_run(session, tasks, done, results, err);
    if (result != 0)
        goto out;
    struct ll_result *next = results;
    for (size_t i = 0; i < sheets->count && result == 0; i++) {
        struct ll_result *rights = next + LL_LEVELS * wrong_halves(sheets, i);
        for (size_t j = 0; j < wrong_halves(sheets, i) && result == 0;
             j++, next += LL_LEVELS)
            result = add_row(matrix, sheets, i, j, next, rights, err);
        next = rights + LL_LEVELS;
    }
    for (size_t i = 0; i < done; i++)
        ll_result_release(&results[i]);
out:
    free(usual);
    free(reading);
    free(results);
    free(tasks);
    return result;
}

int ll_matrix_make(const struct ll_session *session, const struct ll_strings *folders,
                   struct ll_matrix *matrix, struct ll_error *err)
{
    struct sheets sheets = {0};
    *matrix = (struct ll_matrix){0};
    int result = load(&sheets, folders, err);
    if (result == 0)
        result = find_tools(matrix, err);
    if (result == 0)
        result = fill(session, &sheets, matrix, err);
    unload(&sheets);
    return result;
}

void ll_matrix_release(struct ll_matrix *matrix)
{
    for (size_t i = 0; i < matrix->row_count; i++) {
        struct ll_matrix_row *row = &matrix->rows[i];
        for (size_t j = 0; row->cells != NULL && j < LL_LEVELS * matrix->tool_count;
             j++)
            free(row->cells[j].words);
        free(row->cells);
        free(row->slug);
        free(row->file);
        free(row->faults);
    }
    for (size_t i = 0; i < matrix->tool_count; i++)
        free(matrix->versions[i]);
    free(matrix->versions);
    free(matrix->tools);
    free(matrix->rows);
    *matrix = (struct ll_matrix){0};
}

int ll_matrix_findings(const struct ll_matrix *matrix, struct ll_strings *findings,
                       struct ll_error *err)
{
    for (size_t i = 0; i < matrix->row_count; i++)
        for (size_t j = 0; j < LL_LEVELS * matrix->tool_count; j++) {
            const struct ll_matrix_row *row = &matrix->rows[i];
            const struct ll_cell *cell = &row->cells[j];
            if (cell->sight == LL_SIGHT_BLIND && cell->words == NULL)
                ll_strings_addf(findings,
                                "lesson %u: %s is blind to '%s' at %s: say why in "
                                "lesson.yml, under 'silent'",
                                row->lesson, matrix->tools[j / LL_LEVELS]->name,
                                row->file, ll_levels[j % LL_LEVELS]);
        }
    return ll_strings_ok(findings, err);
}
