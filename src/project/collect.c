/* SPDX-License-Identifier: MIT */
#include "project/collect.h"

#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/path.h"
#include "base/text.h"
#include "follow/follow.h"
#include "project/built.h"
#include "project/variant.h"
#include "project/watched.h"
#include "session/run.h"

/* ---- the programs ------------------------------------------------------------- */

/* The entry of the program `path`, which is made when it is the first. NULL: memory ran
 * out. */
static struct ll_project_program *program_of(struct ll_project_report *report,
                                             const char *path, struct ll_error *err)
{
    struct ll_built built;
    for (size_t i = 0; i < report->program_count; i++)
        if (strcmp(report->programs[i].path, path) == 0)
            return &report->programs[i];
    char *copy = strdup(path);
    if (copy == NULL || !LL_GROW_ONE(report->programs, report->program_count) ||
        ll_built_look(path, &built, &report->subject.roots, err) != 0) {
        free(copy);
        ll_fail_memory(err);
        return NULL;
    }
    struct ll_project_program *program = &report->programs[report->program_count++];
    *program = (struct ll_project_program){
        .path = copy, .no_lines = !built.has_lines, .is_optimised = built.is_optimised};
    return program;
}

static int note_once(struct ll_project_program *program, const char *note,
                     struct ll_error *err)
{
    if (program->note != NULL || note == NULL)
        return 0;
    program->note = strdup(note);
    return program->note == NULL ? ll_fail_memory(err) : 0;
}

/* ---- its libraries ------------------------------------------------------------ */

/* A test runner may start a program in any folder, far from the sources of the
 * project's libraries. A library that is loaded later is in the stacks, too. */
static int add_library(struct ll_project_report *report, const char *path,
                       struct ll_error *err)
{
    struct ll_built built;
    if (path == NULL || path[0] != '/' || ll_built_is_systems(path) ||
        ll_starts_with(ll_path_base(path), "vgpreload_") ||
        ll_strings_has(&report->libraries, path))
        return 0;
    ll_strings_add(&report->libraries, path);
    return ll_strings_ok(&report->libraries, err) != 0
               ? -1
               : ll_built_look(path, &built, &report->subject.roots, err);
}

static int add_libraries_of(struct ll_project_report *report,
                            const struct ll_stack *stack, struct ll_error *err)
{
    int result = 0;
    for (size_t i = 0; i < stack->count && result == 0; i++)
        result = add_library(report, stack->frames[i].object, err);
    return result;
}

int ll_project_add_libraries(void *report, const struct ll_diags *diags,
                             struct ll_error *err)
{
    int result = 0;
    for (size_t i = 0; i < diags->count && result == 0; i++) {
        const struct ll_diag *diag = &diags->items[i];
        const struct ll_stack *const stacks[] = {&diag->at, &diag->allocated,
                                                 &diag->freed, &diag->lost};
        for (size_t k = 0; k < sizeof stacks / sizeof *stacks && result == 0; k++)
            result = add_libraries_of(report, stacks[k], err);
    }
    return result;
}

/* ---- its faults --------------------------------------------------------------- */

/* A program that a script or a test ends by a signal has done nothing wrong. */
static bool was_ended(const struct ll_diag *diag)
{
    return diag->kind == LL_CRASH &&
           (diag->signal == SIGTERM || diag->signal == SIGINT ||
            diag->signal == SIGHUP || diag->signal == SIGPIPE);
}

static bool is_same(const struct ll_diag *a, const struct ll_diag *b,
                    const char *const *roots)
{
    const struct ll_stack *x = ll_diag_key_stack(a), *y = ll_diag_key_stack(b);
    return a->kind == b->kind &&
           (ll_stack_own(x, roots) != NULL ? ll_stacks_same_own(x, y, roots)
                                           : ll_stack_same(x, y));
}

/* Whether one of the first `count` of the list is the same. */
static bool is_known(const struct ll_diags *list, size_t count,
                     const struct ll_diag *diag, const char *const *roots)
{
    for (size_t i = 0; i < count; i++)
        if (is_same(&list->items[i], diag, roots))
            return true;
    return false;
}

/* Whether it lies in the middle of its work, because the program was ended from
 * outside: a list whose links lie inside its nodes is in use. */
static bool is_in_use(const struct ll_diag *diag, bool ended)
{
    return ended && diag->kind == LL_POSSIBLY_LOST;
}

/* Add what is new in `from`, which one start left, to the run. What the same start left
 * besides is no repetition: one call of a library may lose many blocks. */
static int add_faults(struct ll_run *to, const struct ll_diags *from,
                      const char *const *roots, struct ll_project_program *program,
                      struct ll_error *err)
{
    size_t known = to->diags.count;
    bool ended = false;
    for (size_t i = 0; i < from->count; i++) {
        ended = ended || was_ended(&from->items[i]);
        program->was_terminated =
            program->was_terminated ||
            (was_ended(&from->items[i]) && from->items[i].signal == SIGTERM);
    }
    for (size_t i = 0; i < from->count; i++) {
        const struct ll_diag *diag = &from->items[i];
        if (was_ended(diag) || is_in_use(diag, ended))
            continue;
        program->has_faults = program->has_faults || ll_kind_is_fault(diag->kind);
        if (!is_known(&to->diags, known, diag, roots) &&
            ll_diags_add_copy(&to->diags, diag, err) != 0)
            return -1;
    }
    return 0;
}

/* ---- one start of one program ------------------------------------------------- */

/* Whether the program has become another one by exec, which is not seen in the report:
 * a program that was killed leaves the same. The folder's name ends with the pid. */
static bool was_replaced(const char *dir)
{
    char *mark = NULL;
    const char *pid = strrchr(dir, '.');
    bool was = pid != NULL &&
               asprintf(&mark, "%s/" LL_FOLLOW_REPLACED "%s", dir, pid + 1) >= 0 &&
               ll_path_exists(mark);
    free(mark);
    return was;
}

/* A program that has become another one is whole: the other one was watched as well, or
 * is the system's. */
static bool is_whole(const struct ll_run *run, const char *dir)
{
    return run->complete == LL_COMPLETE ||
           (run->complete == LL_REPLACED && was_replaced(dir));
}

/* Whether what the program lost counts also where no line is known: it lies in the
 * project, and no other run tells more of it. */
static bool counts_bare(const struct ll_project_report *report,
                        const struct ll_run *run,
                        const struct ll_project_program *program)
{
    const struct ll_strings *roots = &report->subject.roots;
    bool is_own = false;
    if (!program->no_lines || run->tool->explains_leaks || run->tool->is_built_in)
        return false;
    for (size_t i = 0; i < roots->count; i++)
        is_own = is_own || ll_path_below(program->path, roots->items[i]);
    char *variant = report->once ? NULL : ll_variant_of(program->path);
    bool counts = is_own && variant == NULL;
    free(variant);
    return counts;
}

static int read_start(const char *dir, const struct ll_watched_start *start,
                      struct ll_project_report *report, struct ll_run *to,
                      struct ll_error *err)
{
    const char *path = start->program, *variant = start->variant;
    struct ll_project_program *program = program_of(report, path, err);
    if (program == NULL)
        return -1;
    const struct ll_subject *subject = &report->subject;
    const char *refusal = variant == NULL ? ll_watched_refusal(path) : NULL;
    struct ll_run one = {.tool = to->tool};
    const struct ll_tool_run tool_run = {
        .dir = dir,
        .program = variant != NULL ? variant : path,
        .args = ll_strings_argv(&start->args),
        .followed = true,
        .bare = counts_bare(report, to, program) ? path : NULL,
        .ended = {.how = LL_END_EXITED}};
    if (refusal != NULL)
        return note_once(program, refusal, err);
    /* A variant tells its folders also where the program does not. */
    int result = variant == NULL ? 0
                                 : ll_built_look(variant, &(struct ll_built){0},
                                                 &report->subject.roots, err);
    if (result == 0)
        result = ll_run_read(subject, &tool_run, &one, err);
    if (result == 0)
        result =
            add_faults(to, &one.diags, ll_strings_argv(&subject->roots), program, err);
    if (result == 0 && !is_whole(&one, dir)) {
        bool killed = one.complete == LL_REPLACED;
        to->complete = killed ? LL_REPORT_CUT : one.complete;
        result = note_once(
            program,
            killed ? "was killed: what it had not freed is not known" : one.note, err);
    }
    to->allocations += one.allocations;
    program->starts++;
    ll_run_release(&one);
    return result;
}

/* ---- all of them -------------------------------------------------------------- */

static int is_start(const struct dirent *entry)
{
    return entry->d_name[0] >= '0' && entry->d_name[0] <= '9';
}

static int read_starts(const char *folder, struct ll_project_report *report,
                       struct ll_run *run, struct ll_error *err)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_start, alphasort);
    int result =
        count < 0 ? ll_fail(err, LL_FAULT_HARNESS, "cannot read '%s'", folder) : 0;
    for (int i = 0; i < count; i++) {
        struct ll_watched_start start = {0};
        char *dir = ll_path_join(folder, entries[i]->d_name);
        if (result == 0 && dir == NULL)
            result = ll_fail_memory(err);
        if (result == 0 && ll_watched_start_read(dir, &start))
            result = read_start(dir, &start, report, run, err);
        ll_watched_start_release(&start);
        free(dir);
        free(entries[i]);
    }
    free(entries);
    return result;
}

/* Whether the tool, which needs variants or watches only what has a fault, did not
 * watch all of what the programs did. */
static bool is_in_part(const struct ll_tool *tool,
                       const struct ll_project_report *report)
{
    bool part = false;
    for (size_t i = 0; i < report->program_count; i++) {
        const struct ll_project_program *program = &report->programs[i];
        part = part ||
               (tool->is_built_in ? !program->has_variant || program->unchecked != NULL
                                  : !program->has_faults);
    }
    return part && report->result.run_count > 0; /* the first run has all of them */
}

int ll_project_collect(const char *folder, const struct ll_tool *tool, double seconds,
                       struct ll_project_report *report, struct ll_error *err)
{
    struct ll_result *result = &report->result;
    struct ll_run run = {.tool = tool,
                         .status = LL_RUN_JUDGED,
                         .run_seconds = seconds,
                         .ended = {.how = LL_END_EXITED},
                         .in_part = is_in_part(tool, report)};
    if (read_starts(folder, report, &run, err) != 0) {
        ll_run_release(&run);
        return -1;
    }
    if (!LL_GROW_ONE(result->runs, result->run_count)) {
        ll_run_release(&run);
        return ll_fail_memory(err);
    }
    result->runs[result->run_count++] = run;
    return ll_result_conclude(result, err);
}
