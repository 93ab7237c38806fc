/* SPDX-License-Identifier: MIT
 *
 * Each report of a tool becomes an expectation. Equal expectations are joined, then all
 * are written out.
 *
 *     diagnoses of memcheck ──┐                      ┌─ tools: [memcheck, asan]
 *     diagnoses of asan ──────┼─► entries, joined ───┤    kind: ...
 *     diagnoses of lastptr ───┘   where they equal   └─ tools: [lastptr] ...
 */
#include "author/suggest.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/path.h"
#include "base/text.h"
#include "lesson/match.h"
#include "lesson/yaml.h"

/* An entry of `expect`: its text, without `tools` and `why`, and its tools. */
struct entry {
    char *text;              /* owned */
    struct ll_strings tools; /* owned */
    const char *why;         /* borrowed from the manifest; NULL: none */
};

struct suggestion {
    const struct ll_case *one;
    const struct ll_judgement *judgement;
    struct entry *entries; /* owned */
    size_t count, cap;
    struct ll_strings unlabelled; /* "buggy.c:41" */
    unsigned indent;              /* of `expect:` */
    struct ll_error *err;
};

static bool names(char *const *tools, unsigned count, const char *tool)
{
    for (unsigned i = 0; i < count; i++)
        if (strcmp(tools[i], tool) == 0)
            return true;
    return false;
}

static bool expected(const struct ll_module *module, const char *tool)
{
    for (unsigned i = 0; i < module->expect_count; i++)
        if (names(module->expect[i].tools, module->expect[i].tools_count, tool))
            return true;
    return false;
}

static const struct ll_silence *silence(const struct ll_module *module,
                                        const char *tool)
{
    for (unsigned i = 0; i < module->silent_count; i++)
        if (!module->silent[i].optimised && strcmp(module->silent[i].tool, tool) == 0)
            return &module->silent[i];
    return NULL;
}

/* ---- places ---------------------------------------------------------------- */

/* Return the innermost frame of the lesson's own code, as match.c finds it. Some tools
 * do not know the folder and give only the base name of a file. */
static const struct ll_frame *own_frame(const struct ll_case *one,
                                        const struct ll_stack *stack)
{
    for (size_t i = 0; i < stack->count; i++) {
        struct ll_stack alone = {&stack->frames[i], 1};
        const char *file = stack->frames[i].file;
        if (ll_stack_own(&alone, ll_strings_argv(&one->subject.roots)) != NULL)
            return &stack->frames[i];
        for (size_t j = 0; file != NULL && j < one->labels.count; j++)
            if (strcmp(file, ll_path_base(one->labels.items[j].file)) == 0)
                return &stack->frames[i];
    }
    return NULL;
}

/* Return the label of the frame's line. If there are several, prefer one whose name
 * begins like the place's ("alloc", "lost-early"). NULL: no label marks only this
 * line. */
static const char *label_at(const struct ll_case *one, const struct ll_frame *frame,
                            const char *place)
{
    const char *found = NULL;
    for (size_t i = 0; i < one->labels.count && frame->file != NULL; i++) {
        const struct ll_label *label = &one->labels.items[i];
        if (label->line != frame->line ||
            strcmp(ll_path_base(label->file), ll_path_base(frame->file)) != 0 ||
            ll_labels_find(&one->labels, label->name) == NULL)
            continue;
        if (found == NULL || ll_starts_with(label->name, place))
            found = label->name;
    }
    return found;
}

/* ---- entries --------------------------------------------------------------- */

/* Add `tool` to the entry with the text `text`, one more time. */
static int add_entry(struct suggestion *s, const char *text, const char *tool,
                     const char *why)
{
    struct entry *entry = s->entries, *end = entry == NULL ? entry : entry + s->count;
    while (entry != end &&
           (strcmp(entry->text, text) != 0 || ll_strings_has(&entry->tools, tool)))
        entry++;
    if (entry == end) {
        if (!LL_GROW(s->entries, s->count, s->cap))
            return ll_fail_memory(s->err);
        entry = &s->entries[s->count];
        *entry = (struct entry){.text = strdup(text)};
        if (entry->text == NULL)
            return ll_fail_memory(s->err);
        s->count++;
    }
    if (entry->why == NULL)
        entry->why = why;
    ll_strings_add(&entry->tools, tool);
    return ll_strings_ok(&entry->tools, s->err);
}

static void release_entries(struct suggestion *s)
{
    for (size_t i = 0; i < s->count; i++) {
        free(s->entries[i].text);
        ll_strings_release(&s->entries[i].tools);
    }
    free(s->entries);
    ll_strings_release(&s->unlabelled);
}

/* The meaning of `bytes` is that of match.c: bytes lost, or the size of the block. */
static unsigned long long bytes_of(const struct ll_diag *diag)
{
    return diag->bytes != 0 ? diag->bytes : diag->place.block_size;
}

/* Append a place of a diagnosis as in an expectation; false: the place is unknown. */
static bool fill_place(struct suggestion *s, const struct ll_stack *stack,
                       const char *name, const struct ll_expected_place **slot,
                       struct ll_expected_place *place)
{
    const struct ll_case *one = s->one;
    const struct ll_frame *frame = own_frame(one, stack);
    if (frame == NULL)
        return false;
    place->label = (char *)(uintptr_t)label_at(one, frame, name);
    place->function = frame->function;
    *slot = place;
    if (place->label == NULL && frame->file != NULL && one->answers == NULL) {
        struct ll_buf line = LL_BUF_INIT;
        ll_buf_addf(&line, "%s:%u (%s)", ll_path_base(frame->file), frame->line, name);
        if (!ll_strings_has(&s->unlabelled, ll_buf_text(&line)))
            ll_strings_add(&s->unlabelled, ll_buf_text(&line));
        ll_buf_release(&line);
    }
    return true;
}

/* Whether an entry of `tool` already uses this `why`. */
static bool said(const struct suggestion *s, const char *why, const char *tool)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->entries[i].why == why && ll_strings_has(&s->entries[i].tools, tool))
            return true;
    return false;
}

/* Find the manifest's `why` for `diag` under `tool`: that of the expectation which it
 * meets, else that of the most similar one. */
static const char *why_of(const struct suggestion *s, const struct ll_diag *diag,
                          const char *tool)
{
    const struct ll_module *module = s->one->module;
    const char *best = NULL;
    unsigned best_score = 0;
    for (unsigned i = 0; i < module->expect_count; i++) {
        const struct ll_expectation *expect = &module->expect[i];
        const struct ll_module alone = {.expect = &module->expect[i],
                                        .expect_count = 1};
        if (!names(expect->tools, expect->tools_count, tool))
            continue;
        if (ll_match_find(&alone, diag, &s->one->labels,
                          ll_strings_argv(&s->one->subject.roots)) != NULL)
            return expect->why;
        bool same_kind = strcmp(expect->kind, ll_kind_name(diag->kind)) == 0;
        bool same_size = expect->bytes != 0 && expect->bytes == bytes_of(diag);
        unsigned score = (same_kind ? 2u : 0u) + (same_size ? 3u : 0u);
        if (score > best_score && !said(s, expect->why, tool)) {
            best = expect->why;
            best_score = score;
        }
    }
    return best;
}

static int add_diag(struct suggestion *s, const struct ll_diag *diag, const char *tool)
{
    struct ll_expected_place at = {0}, allocated = {0}, freed = {0}, lost = {0};
    const struct ll_expected_place *places[4] = {NULL};
    struct ll_buf text = LL_BUF_INIT;
    (void)fill_place(s, &diag->at, "at", &places[0], &at);
    (void)fill_place(s, &diag->allocated, "alloc", &places[1], &allocated);
    (void)fill_place(s, &diag->freed, "free", &places[2], &freed);
    if (fill_place(s, &diag->lost, "lost", &places[3], &lost)) {
        lost.variable = diag->variable;
        if (diag->how != LL_LOSS_UNKNOWN)
            lost.how = (char *)(uintptr_t)ll_loss_name(diag->how);
    }
    struct ll_expectation expect = {
        .kind = (char *)(uintptr_t)ll_kind_name(diag->kind),
        .bytes = bytes_of(diag),
        .blocks = diag->blocks,
        .ring = diag->ring_blocks,
        .at = places[0] != NULL ? &at : NULL,
        .allocated = places[1] != NULL ? &allocated : NULL,
        .freed = places[2] != NULL ? &freed : NULL,
        .lost = places[3] != NULL ? &lost : NULL,
    };
    ll_yaml_expectation(&text, s->indent + 4, &expect);
    int result = text.full
                     ? ll_fail_memory(s->err)
                     : add_entry(s, ll_buf_text(&text), tool, why_of(s, diag, tool));
    ll_buf_release(&text);
    return result;
}

/* Copy what the manifest expects of a tool that could not judge the module. */
static int keep_old(struct suggestion *s, const char *tool)
{
    const struct ll_module *module = s->one->module;
    int result = 0;
    for (unsigned i = 0; i < module->expect_count && result == 0; i++) {
        const struct ll_expectation *expect = &module->expect[i];
        struct ll_buf text = LL_BUF_INIT;
        if (!names(expect->tools, expect->tools_count, tool))
            continue;
        ll_yaml_expectation(&text, s->indent + 4, expect);
        result = text.full ? ll_fail_memory(s->err)
                           : add_entry(s, ll_buf_text(&text), tool, expect->why);
        ll_buf_release(&text);
    }
    return result;
}

static int collect(struct suggestion *s)
{
    const struct ll_result *memory = &s->judgement->memory;
    int result = 0;
    for (size_t i = 0; i < memory->run_count && result == 0; i++) {
        const struct ll_run *run = &memory->runs[i];
        if (!ll_run_is_whole(run))
            result = keep_old(s, run->tool->name);
        for (size_t d = 0; ll_run_is_whole(run) && d < run->diags.count && result == 0;
             d++)
            result = add_diag(s, &run->diags.items[d], run->tool->name);
    }
    return result;
}

/* ---- silence --------------------------------------------------------------- */

static void add_silence(struct ll_buf *out, unsigned indent, const char *tool,
                        const char *because, bool optimised)
{
    ll_buf_addf(out, "%*s- tool: %s\n", (int)indent, "", tool);
    ll_yaml_words(out, indent + 2, "because", because);
    if (optimised)
        ll_buf_addf(out, "%*soptimised: true\n", (int)indent + 2, "");
}

/* Append why the tool reports nothing: the manifest's reason, else why it cannot see
 * faults of the kinds that other tools saw, else a mark for the author. */
static const char *reason(const struct suggestion *s, const struct ll_tool *tool)
{
    const struct ll_silence *old = silence(s->one->module, tool->name);
    const struct ll_diags *diags = &s->judgement->memory.diags;
    const char *why = NULL;
    if (old != NULL)
        return old->because;
    if (tool->blind != NULL && diags->count > 0)
        why = tool->blind(diags->items[0].kind);
    return why != NULL ? why : "TODO: why this tool reports nothing";
}

/* Append the tools that reported nothing, and what the manifest says about tools
 * outside of the lesson and about -O2. */
static void add_silent(const struct suggestion *s, struct ll_buf *out)
{
    const struct ll_result *memory = &s->judgement->memory;
    const struct ll_module *module = s->one->module;
    struct ll_buf list = LL_BUF_INIT;
    for (size_t i = 0; i < memory->run_count; i++) {
        const struct ll_run *run = &memory->runs[i];
        if (ll_run_is_whole(run) ? run->diags.count == 0
                                 : silence(module, run->tool->name) != NULL)
            add_silence(&list, s->indent + 2, run->tool->name, reason(s, run->tool),
                        false);
    }
    for (unsigned i = 0; i < module->silent_count; i++) {
        bool outside = true;
        for (size_t j = 0; j < memory->run_count; j++)
            outside &= strcmp(memory->runs[j].tool->name, module->silent[i].tool) != 0;
        if (outside || module->silent[i].optimised)
            add_silence(&list, s->indent + 2, module->silent[i].tool,
                        module->silent[i].because, module->silent[i].optimised);
    }
    if (list.len > 0) {
        ll_buf_addf(out, "%*ssilent:\n%s", (int)s->indent, "", ll_buf_text(&list));
    }
    out->full |= list.full;
    ll_buf_release(&list);
}

static void add_entries(const struct suggestion *s, struct ll_buf *out)
{
    if (s->count == 0)
        return;
    ll_buf_addf(out, "%*sexpect:\n", (int)s->indent, "");
    for (size_t i = 0; i < s->count; i++) {
        const struct entry *entry = &s->entries[i];
        ll_buf_addf(out, "%*s- tools: [", (int)s->indent + 2, "");
        for (size_t j = 0; j < entry->tools.count; j++)
            ll_buf_addf(out, "%s%s", j == 0 ? "" : ", ", entry->tools.items[j]);
        ll_buf_addf(out, "]\n%s", entry->text);
        if (entry->why != NULL)
            ll_yaml_words(out, s->indent + 4, "why", entry->why);
    }
}

/* ---- one module ------------------------------------------------------------ */

static int suggest(struct suggestion *s, struct ll_buf *out)
{
    if (collect(s) != 0)
        return -1;
    add_entries(s, out);
    add_silent(s, out);
    return out->full ? ll_fail_memory(s->err) : 0;
}

/* The indentation of `expect`, as in docs/instructors.md. */
static unsigned indent_of(const struct ll_case *one)
{
    return one->part == LL_PART_WRONG ? 6 : 4;
}

int ll_suggest_module(const struct ll_case *one, const struct ll_judgement *judgement,
                      struct ll_buf *out, struct ll_error *err)
{
    struct suggestion s = {
        .one = one, .judgement = judgement, .indent = indent_of(one), .err = err};
    int result = suggest(&s, out);
    release_entries(&s);
    return result;
}

int ll_suggest_holds(const struct ll_lesson *lesson, const struct ll_case *one,
                     const struct ll_judgement *judgement, struct ll_error *err)
{
    const struct ll_module *module = one->module;
    const struct ll_manifest *manifest = lesson->manifest;
    for (unsigned i = 0; i < module->expect_count; i++)
        for (unsigned j = 0; j < module->expect[i].tools_count; j++)
            if (!names(manifest->tools, manifest->tools_count,
                       module->expect[i].tools[j]))
                return 0;
    for (size_t i = 0; i < judgement->memory.run_count; i++) {
        const struct ll_run *run = &judgement->memory.runs[i];
        const char *tool = run->tool->name;
        struct ll_buf difference = LL_BUF_INIT;
        if (expected(module, tool) == (silence(module, tool) != NULL))
            return 0;
        if (!ll_run_is_whole(run))
            continue;
        int match = ll_match(module, tool, &run->diags, &one->labels,
                             ll_strings_argv(&one->subject.roots), &difference, err);
        ll_buf_release(&difference);
        if (match != 0)
            return match < 0 ? -1 : 0;
    }
    return 1;
}

/* ---- a lesson -------------------------------------------------------------- */

/* Append comments above the YAML: what it replaces, and what it does not know. */
static void add_head(const struct suggestion *s, struct ll_buf *out)
{
    const struct ll_result *memory = &s->judgement->memory;
    if (s->count > 0)
        ll_buf_addf(out, "# %s: put this in place of its 'expect' and 'silent'\n",
                    s->one->file);
    else
        ll_buf_addf(out,
                    "# %s: no tool of the lesson reports anything: change the program, "
                    "or add a tool that does\n",
                    s->one->file);
    for (size_t i = 0; i < memory->run_count; i++)
        if (!ll_run_is_whole(&memory->runs[i]))
            ll_buf_addf(out,
                        "# %s could not judge it: see 'leaklab verify'; what the "
                        "manifest has is kept\n",
                        memory->runs[i].tool->name);
    for (size_t i = 0; i < s->unlabelled.count; i++)
        ll_buf_addf(out, "# %s has no label: give it one, and ask again\n",
                    s->unlabelled.items[i]);
}

static int suggest_case(const struct ll_case *one, const struct ll_judgement *judgement,
                        struct ll_buf *out, struct ll_error *err)
{
    struct ll_buf yaml = LL_BUF_INIT;
    struct suggestion s = {
        .one = one, .judgement = judgement, .indent = indent_of(one), .err = err};
    int result = suggest(&s, &yaml);
    if (result == 0) {
        ll_buf_puts(out, out->len > 0 ? "\n" : "");
        add_head(&s, out);
        ll_buf_puts(out, ll_buf_text(&yaml));
    }
    release_entries(&s);
    ll_buf_release(&yaml);
    return result;
}

size_t ll_suggest_cases(struct ll_case *cases, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool write = cases[i].exercise != NULL && cases[i].exercise->kind == LL_WRITE;
        if (cases[i].module == NULL || write)
            continue;
        struct ll_case swapped = cases[kept];
        cases[kept++] = cases[i];
        cases[i] = swapped;
    }
    return kept;
}

int ll_suggest(const struct ll_session *session, const char *folder, struct ll_buf *out,
               size_t *wrong, struct ll_error *err)
{
    int result = -1;
    struct ll_case *cases = NULL;
    struct ll_judgement *judgements = NULL;
    size_t count = 0, wanted = 0, judged_count = 0;
    struct ll_lesson *lesson = ll_lesson_load(folder, err);
    if (lesson == NULL || ll_cases(lesson, NULL, false, &cases, &count, err) != 0)
        goto out;
    wanted = ll_suggest_cases(cases, count);
    judgements = calloc(wanted, sizeof *judgements);
    if (judgements == NULL) {
        ll_fail_memory(err);
        goto out;
    }
    if (ll_judge(session, lesson, cases, wanted, judgements, err) != 0)
        goto out;
    judged_count = wanted;
    result = 0;
    for (size_t i = 0; i < wanted && result == 0; i++) {
        int holds = ll_suggest_holds(lesson, &cases[i], &judgements[i], err);
        *wrong += holds == 0;
        result = holds == 0  ? suggest_case(&cases[i], &judgements[i], out, err)
                 : holds < 0 ? -1
                             : 0;
    }
    if (result == 0 && out->full)
        result = ll_fail_memory(err);

out:
    for (size_t i = 0; i < judged_count; i++)
        ll_judgement_release(&judgements[i]);
    free(judgements);
    ll_cases_free(cases, count);
    ll_lesson_free(lesson);
    return result;
}
