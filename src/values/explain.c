/* SPDX-License-Identifier: MIT */
#include "values/explain.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "values/expressions.h"
#include "values/program.h"
#include "values/show.h"

#define SNAPSHOTS_MAX ((size_t)64 * 1024 * 1024)
#define SOURCE_MAX ((size_t)4 * 1024 * 1024)

static const char *name_of(const struct ll_scope *scope)
{
    Dwarf_Die function = scope->function;
    const char *name = dwarf_diename(&function);
    return name == NULL ? "" : name;
}

/* Open a scope for each frame that has one, the innermost first, up to main. */
static size_t open_scopes(const struct ll_program *program,
                          const struct ll_memory *memory, struct ll_scope *scopes)
{
    size_t count = 0;
    for (size_t i = 0; i < memory->frame_count; i++) {
        struct ll_scope *scope = &scopes[count];
        if (!ll_scope_open(scope, program, memory, &memory->frames[i])) {
            ll_scope_close(scope);
            continue;
        }
        count++;
        if (strcmp(name_of(scope), "main") == 0)
            break;
    }
    return count;
}

/* The frame of `stack` at which the snapshot was taken; NULL: none. */
static const struct ll_frame *find_frame(const struct ll_stack *stack,
                                         const struct ll_scope *scope)
{
    const char *file;
    unsigned line;
    if (!ll_program_line(scope->program, scope->frame->address, &file, &line))
        return NULL;
    for (size_t i = 0; i < stack->count; i++) {
        const struct ll_frame *frame = &stack->frames[i];
        if (frame->file != NULL && frame->line == line &&
            strcmp(ll_path_base(frame->file), ll_path_base(file)) == 0)
            return frame;
    }
    return NULL;
}

static bool add_arguments(const struct ll_shower *shower, struct ll_call *call)
{
    Dwarf_Die child, function = shower->scopes[shower->here].function;
    bool ok = true;
    if (dwarf_child(&function, &child) != 0)
        return true;
    do {
        struct ll_place_of place;
        struct ll_buf value = LL_BUF_INIT, type = LL_BUF_INIT;
        const char *name = dwarf_diename(&child);
        if (dwarf_tag(&child) != DW_TAG_formal_parameter || name == NULL)
            continue;
        bool shown = ll_scope_place(&shower->scopes[shower->here], &child, &place) &&
                     ll_show_value(shower, &place, &value);
        if (shown)
            ll_show_type(shower, &place.type, &type);
        ok = ll_values_add(&call->arguments,
                           &(struct ll_value){.name = (char *)(uintptr_t)name,
                                              .type = type.data,
                                              .value = shown ? value.data : NULL});
        ll_buf_release(&type);
        ll_buf_release(&value);
    } while (ok && dwarf_siblingof(&child, &child) == 0);
    return ok;
}

static bool add_path(struct ll_shower *shower, struct ll_path *path)
{
    for (size_t i = 0; i < shower->scope_count; i++) {
        struct ll_call *call = ll_path_add(path, name_of(&shower->scopes[i]));
        shower->here = i;
        if (call == NULL || !add_arguments(shower, call))
            return false;
    }
    return true;
}

static bool add_values(struct ll_shower *shower, const struct ll_frame *frame,
                       struct ll_value_list *values)
{
    struct ll_buf source = LL_BUF_INIT;
    Dwarf_Die function = shower->scopes[0].function;
    int start = 1;
    bool ok = true;
    shower->here = 0;
    if (dwarf_decl_line(&function, &start) != 0)
        start = 1;
    if (ll_file_read(frame->file, SOURCE_MAX, &source, NULL) == 0)
        ok = ll_expressions_add(shower, &source, (unsigned)start, frame->line, values);
    ll_buf_release(&source);
    return ok;
}

static bool explain(const struct ll_program *program, const struct ll_memory *memory,
                    struct ll_diags *diags)
{
    bool ok = true;
    struct ll_scope *scopes = calloc(memory->frame_count + 1, sizeof *scopes);
    if (scopes == NULL)
        return false;
    struct ll_shower shower = {.program = program,
                               .memory = memory,
                               .scopes = scopes,
                               .scope_count = open_scopes(program, memory, scopes)};
    for (size_t i = 0; i < diags->count && ok && shower.scope_count > 0; i++) {
        struct ll_diag *diag = &diags->items[i];
        const struct ll_frame *frame =
            diag->path.count > 0 ? NULL : find_frame(&diag->at, &scopes[0]);
        if (frame == NULL)
            continue;
        ok =
            add_path(&shower, &diag->path) && add_values(&shower, frame, &diag->values);
        break;
    }
    for (size_t i = 0; i < shower.scope_count; i++)
        ll_scope_close(&scopes[i]);
    free(scopes);
    return ok;
}

int ll_values_explain(const char *snapshots, const char *program_path,
                      struct ll_diags *diags, struct ll_error *err)
{
    struct ll_program program = {.fd = -1};
    struct ll_memory memory = {0};
    struct ll_buf file;
    size_t at = 0;
    int found = 0;
    ll_buf_init(&file, SNAPSHOTS_MAX);
    if (ll_path_exists(snapshots) && diags->count > 0 &&
        ll_file_read(snapshots, SNAPSHOTS_MAX, &file, NULL) == 0 &&
        ll_program_open(&program, program_path))
        while ((found = ll_memory_read(&memory, &file, &at)) == 1) {
            ll_program_add_constants(&program, &memory);
            bool ok = explain(&program, &memory, diags);
            ll_memory_release(&memory);
            if (!ok)
                found = -1;
            if (!ok)
                break;
        }
    ll_program_close(&program);
    ll_buf_release(&file);
    return found < 0 ? ll_fail_memory(err) : 0;
}
