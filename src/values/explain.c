/* SPDX-License-Identifier: MIT */
#include "values/explain.h"

#include <dwarf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "diag/body.h"
#include "diag/source.h"
#include "values/expressions.h"
#include "values/program.h"
#include "values/show.h"

enum { SNAPSHOTS_MOST = 128 }; /* a sanitizer's are fewer than lastptr's */

static const char *name_of(const struct ll_scope *scope)
{
    Dwarf_Die function = scope->function;
    const char *name = dwarf_diename(&function);
    return name == NULL ? "" : name;
}

/* Whether the call is in a function that the system's headers have, such as
 * Py_XDECREF(): no line of the reader's. */
static bool is_in_header(const struct ll_scope *scope)
{
    const char *file;
    unsigned line;
    return ll_program_line(scope->program, scope->frame->address, &file, &line) &&
           ll_path_is_systems(file);
}

/* Open a scope for each frame that has one, the innermost first, up to main. */
static size_t open_scopes(const struct ll_program *program,
                          const struct ll_memory *memory, struct ll_scope *scopes)
{
    size_t count = 0;
    for (size_t i = 0; i < memory->frame_count; i++) {
        struct ll_scope *scope = &scopes[count];
        if (!ll_scope_open(scope, program, memory, &memory->frames[i]) ||
            is_in_header(scope)) {
            ll_scope_close(scope);
            continue;
        }
        count++;
        if (strcmp(name_of(scope), "main") == 0)
            break;
    }
    return count;
}

/* The first frame of `stack`, from `*from` on, in the line of the code address, which
 * must have one; moves `*from` behind it. NULL: none. */
static const struct ll_frame *find_frame(const struct ll_program *program,
                                         uint64_t address, const struct ll_stack *stack,
                                         size_t *from)
{
    const char *file;
    unsigned line;
    if (!ll_program_line(program, address, &file, &line))
        return NULL;
    while (*from < stack->count) {
        const struct ll_frame *frame = &stack->frames[(*from)++];
        if (frame->file != NULL && frame->line == line &&
            strcmp(ll_path_base(frame->file), ll_path_base(file)) == 0)
            return frame;
    }
    return NULL;
}

/* Whether `stack` has the scopes' calls, all of them. */
static bool has_calls(const struct ll_stack *stack, const struct ll_shower *shower)
{
    size_t from = 0;
    for (size_t i = 0; i < shower->scope_count; i++)
        if (find_frame(shower->program, shower->scopes[i].frame->address, stack,
                       &from) == NULL)
            return false;
    return true;
}

static bool was_allocated(const struct ll_stack *stack, const struct ll_shower *shower)
{
    const char *file;
    unsigned line;
    const uint64_t *calls = shower->memory->lost;
    size_t from = 0;
    for (size_t i = 0; calls[i] != 0; i++)
        if (ll_program_line(shower->program, calls[i], &file, &line) &&
            find_frame(shower->program, calls[i], stack, &from) == NULL)
            return false;
    return true;
}

/* The frame of `diag` at which the snapshot was taken; NULL: it is of something else.
 * Of a fault, one place is known. A loss is told by its calls and its block. */
static const struct ll_frame *find_place(const struct ll_diag *diag,
                                         const struct ll_shower *shower)
{
    bool is_loss = shower->memory->is_loss;
    const struct ll_stack *stack = is_loss ? &diag->lost : &diag->at;
    size_t from = 0;
    if (diag->path.count > 0 || is_loss != ll_kind_is_leak(diag->kind) ||
        (is_loss &&
         (!has_calls(stack, shower) || !was_allocated(&diag->allocated, shower))))
        return NULL;
    return find_frame(shower->program, shower->scopes[0].frame->address, stack, &from);
}

/* Add the parameters. Of one that the function may have changed by now, only the name:
 * what it holds is not what was passed. */
static bool add_arguments(const struct ll_shower *shower, const struct ll_body *body,
                          struct ll_call *call)
{
    unsigned line = shower->scopes[shower->here].line;
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
        bool shown = !ll_body_changes(body, name, line) &&
                     ll_scope_place(&shower->scopes[shower->here], &child, &place) &&
                     ll_show_value(shower, &place, &value);
        if (shown)
            ll_show_type(shower, &place, &type);
        ok = ll_values_add(&call->arguments,
                           &(struct ll_value){.name = (char *)(uintptr_t)name,
                                              .type = type.data,
                                              .value = shown ? value.data : NULL});
        ll_buf_release(&type);
        ll_buf_release(&value);
    } while (ok && dwarf_siblingof(&child, &child) == 0);
    return ok;
}

/* Whether nothing of the frame may be told but its function's name. */
static bool is_hidden(const struct ll_values_order *order, const struct ll_scope *scope)
{
    const char *file;
    unsigned line;
    return order->is_hidden != NULL &&
           (!ll_program_line(scope->program, scope->frame->address, &file, &line) ||
            order->is_hidden(order->data, file));
}

/* Pointers are followed by name only into `shower->scope_count` scopes: those before
 * the first hidden one. */
static size_t count_shown(const struct ll_values_order *order,
                          const struct ll_scope *scopes, size_t count)
{
    size_t shown = 0;
    while (shown < count && !is_hidden(order, &scopes[shown]))
        shown++;
    return shown;
}

/* `stack` has the calls as a tool tells them: its files are those that can be read. */
static bool tell_call(const struct ll_values_order *order, struct ll_shower *shower,
                      const struct ll_stack *stack, struct ll_call *call)
{
    const struct ll_scope *scope = &shower->scopes[shower->here];
    size_t from = 0;
    const struct ll_frame *frame =
        find_frame(scope->program, scope->frame->address, stack, &from);
    const char *file;
    unsigned line;
    struct ll_buf source = LL_BUF_INIT;
    struct ll_body body = LL_BODY_INIT;
    if (is_hidden(order, scope))
        return true;
    bool known = ll_program_line(scope->program, scope->frame->address, &file, &line);
    if (frame != NULL) /* the program's own name may be seen from another folder */
        file = frame->file;
    if (known && order->read(order->data, file, &source))
        ll_body_parse(&body, &source, line);
    bool ok = !source.full && !body.failed && add_arguments(shower, &body, call) &&
              (!known || ll_call_place(call, file, line));
    ll_body_release(&body);
    ll_buf_release(&source);
    return ok;
}

static bool add_path(const struct ll_values_order *order, struct ll_shower *shower,
                     size_t count, struct ll_diag *diag)
{
    const struct ll_stack *stack = shower->memory->is_loss ? &diag->lost : &diag->at;
    for (size_t i = 0; i < count; i++) {
        const struct ll_memory_frame *frame = shower->scopes[i].frame;
        struct ll_call *call = ll_path_add(&diag->path, name_of(&shower->scopes[i]));
        shower->here = i;
        if (call == NULL || !tell_call(order, shower, stack, call))
            return false;
        call->by_library = i + 1 < count && shower->scopes[i + 1].frame != frame + 1;
        call->is_cut = i + 1 == count && strcmp(call->function, "main") != 0 &&
                       shower->memory->frame_count == LL_SNAPSHOT_FRAMES;
    }
    return true;
}

/* The variable that held the last pointer: the line may not name it. */
static bool add_variable(struct ll_shower *shower, const struct ll_diag *diag,
                         struct ll_value_list *values)
{
    struct ll_buf text = LL_BUF_INIT;
    struct ll_outside outside;
    bool ok = diag->variable == NULL ||
              (diag->how != LL_LOSS_SCOPE_END && diag->how != LL_LOSS_OVERWRITTEN) ||
              (ll_buf_puts(&text, diag->variable) &&
               ll_expressions_add(shower, &text, 1, 1, true, values, &outside));
    ll_buf_release(&text);
    return ok;
}

/* Whether the line has stored something when the snapshot was taken. When what a call
 * returned is lost, it has not; nor when an exception left the scope there. */
static bool is_assigned(const struct ll_diag *diag)
{
    return ll_kind_is_leak(diag->kind) && diag->how != LL_LOSS_RETURN_IGNORED &&
           diag->how != LL_LOSS_NEVER_STORED && diag->how != LL_LOSS_SCOPE_END;
}

/* Whether the access lay where that element would be. A tool that knows the index has
 * told it. Before the start, tools count the distance from either end of the bytes. */
static bool is_access_of(const struct ll_diag *diag, const struct ll_outside *outside,
                         const char *index)
{
    const struct ll_place *place = &diag->place;
    if (!ll_kind_is_access(diag->kind) || outside->size == 0 || place->first_bad)
        return false;
    if (diag->operation != NULL)
        return strcmp(diag->operation, index) == 0;
    unsigned long long beyond =
        outside->index < 0
            ? 0 - (unsigned long long)outside->index
            : (unsigned long long)outside->index - (unsigned long long)outside->count;
    if (outside->index < 0)
        return place->position == LL_BEFORE &&
               place->distance <= beyond * outside->size &&
               place->distance + outside->size >= beyond * outside->size;
    return place->position == LL_AFTER && beyond == place->distance / outside->size;
}

/* The index by which a block or an array was left, and the condition about it. */
static bool tell_index(struct ll_diag *diag, const struct ll_outside *outside)
{
    char index[32], bound[sizeof outside->bound + 32];
    snprintf(index, sizeof index, "%lld", outside->index);
    if (!is_access_of(diag, outside, index))
        return true;
    snprintf(bound, sizeof bound, "`%s` in line %u", outside->bound,
             outside->bound_line);
    return ll_set_text(&diag->operation, index) &&
           ll_set_text(&diag->bound, outside->bound[0] == '\0' ? NULL : bound);
}

/* Move the innermost scope to the return statement that led to its place, if the source
 * has one there. */
static void move_to_return(const struct ll_values_order *order, struct ll_scope *scope,
                           const char *source)
{
    struct ll_scope at_return;
    struct ll_memory_frame *frame = &scope->memory->frames[0];
    uint64_t place = frame->address;
    frame->address = frame->returned_from;
    if (ll_scope_open(&at_return, scope->program, scope->memory, frame) &&
        !is_hidden(order, &at_return) && ll_source_returns(source, at_return.line)) {
        ll_scope_close(scope);
        *scope = at_return;
        return;
    }
    ll_scope_close(&at_return);
    frame->address = place;
}

/* The same, for a scope that was left; `told` is its frame as a tool tells it. False:
 * memory ran out. */
static bool go_to_return(const struct ll_values_order *order, struct ll_scope *scope,
                         const struct ll_frame *told)
{
    struct ll_buf source = LL_BUF_INIT;
    struct ll_memory_frame *frame = &scope->memory->frames[0];
    if (scope->frame == frame && frame->returned_from != 0 &&
        !is_hidden(order, scope) && order->read(order->data, told->file, &source))
        move_to_return(order, scope, ll_buf_text(&source));
    bool ok = !source.full;
    ll_buf_release(&source);
    return ok;
}

static bool add_values(const struct ll_values_order *order, struct ll_shower *shower,
                       struct ll_scope *innermost, const struct ll_frame *frame,
                       struct ll_diag *diag)
{
    struct ll_buf source = LL_BUF_INIT;
    struct ll_outside outside = {0};
    int start = 1;
    shower->here = 0;
    bool is_read =
        !is_hidden(order, innermost) && order->read(order->data, frame->file, &source);
    Dwarf_Die function = innermost->function;
    bool ok = add_variable(shower, diag, &diag->values);
    if (dwarf_decl_line(&function, &start) != 0)
        start = 1;
    if (ok && is_read)
        ok = ll_expressions_add(shower, &source, (unsigned)start, innermost->line,
                                is_assigned(diag), &diag->values, &outside);
    ll_buf_release(&source);
    return ok && tell_index(diag, &outside);
}

/* Whether the line has the variable that was never set, or a part of it. */
static bool has_cause(const struct ll_diag *diag)
{
    size_t length = strlen(diag->variable);
    for (size_t i = 0; i < diag->values.count; i++) {
        const struct ll_value *value = &diag->values.items[i];
        if (value->value != NULL && strcmp(value->value, LL_VALUE_UNSET) == 0 &&
            strncmp(value->name, diag->variable, length) == 0 &&
            strchr("[.-", value->name[length]) != NULL)
            return true;
    }
    return false;
}

/* MemorySanitizer tells which variable was never set. Another local variable that is
 * unset was calculated from it, if the line does not have both: then it may be unset by
 * itself. Of what a caller passed, or what lies elsewhere, that is not known. */
static bool tell_spoilt(const struct ll_diag *diag, const struct ll_path *path,
                        struct ll_value_list *values)
{
    if (diag->kind == LL_UNINITIALISED && diag->variable != NULL && has_cause(diag))
        return true;
    for (size_t i = 0; i < values->count; i++) {
        struct ll_value *value = &values->items[i];
        bool is_plain = value->name[strcspn(value->name, "[*.-")] == '\0';
        if (is_plain && diag->kind == LL_UNINITIALISED && diag->variable != NULL &&
            value->value != NULL && strcmp(value->value, LL_VALUE_UNSET) == 0 &&
            strcmp(value->name, diag->variable) != 0 &&
            ll_values_find(&path->calls[0].arguments, value->name) == NULL &&
            !ll_set_text(&value->value, LL_VALUE_SPOILT))
            return false;
    }
    return true;
}

/* The type of the variable that was unset: of an array another part may have been set.
 */
static bool tell_type(struct ll_shower *shower, struct ll_diag *diag)
{
    struct ll_place_of place;
    struct ll_buf type = LL_BUF_INIT;
    bool ok = true;
    if (diag->kind != LL_UNINITIALISED || diag->variable == NULL || diag->type != NULL)
        return true;
    for (size_t i = 0; i < shower->scope_count && type.len == 0; i++)
        if (ll_scope_find(&shower->scopes[i], diag->variable, &place)) {
            shower->here = i;
            ll_show_type(shower, &place, &type);
        }
    if (type.len > 0)
        ok = ll_set_text(&diag->type, ll_buf_text(&type));
    ll_buf_release(&type);
    return ok;
}

static bool explain(const struct ll_values_order *order, const struct ll_memory *memory,
                    struct ll_diags *diags)
{
    bool ok = true;
    struct ll_scope *scopes = calloc(memory->frame_count + 1, sizeof *scopes);
    if (scopes == NULL)
        return false;
    size_t count = open_scopes(order->program, memory, scopes);
    struct ll_shower shower = {.program = order->program,
                               .memory = memory,
                               .scopes = scopes,
                               .scope_count = count_shown(order, scopes, count)};
    for (size_t i = 0; i < diags->count && ok && count > 0; i++) {
        struct ll_diag *diag = &diags->items[i];
        const struct ll_frame *frame = find_place(diag, &shower);
        if (frame == NULL)
            continue;
        ok = go_to_return(order, &scopes[0], frame) &&
             add_path(order, &shower, count, diag) &&
             add_values(order, &shower, &scopes[0], frame, diag) &&
             tell_spoilt(diag, &diag->path, &diag->values) && tell_type(&shower, diag);
        break;
    }
    for (size_t i = 0; i < count; i++)
        ll_scope_close(&scopes[i]);
    free(scopes);
    return ok;
}

int ll_values_explain_order(const struct ll_values_order *order, struct ll_diags *diags,
                            struct ll_error *err)
{
    struct ll_memory memory = {0};
    size_t at = 0;
    int found = 0;
    for (int i = 0; i < SNAPSHOTS_MOST && diags->count > 0; i++) {
        found = ll_memory_read(&memory, order->snapshots, &at);
        if (found != 1)
            break;
        ll_program_add_constants(order->program, &memory);
        bool ok = explain(order, &memory, diags);
        ll_memory_release(&memory);
        if (!ok)
            return ll_fail_memory(err);
    }
    return found < 0 ? ll_fail_memory(err) : 0;
}
