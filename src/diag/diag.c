/* SPDX-License-Identifier: MIT */
#include "diag/diag.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/path.h"
#include "base/text.h"
#include "diag/kinds.h"

void ll_diag_init(struct ll_diag *diag, enum ll_kind kind)
{
    *diag = (struct ll_diag){.kind = kind};
}

void ll_diag_release(struct ll_diag *diag)
{
    ll_stack_release(&diag->at);
    ll_stack_release(&diag->allocated);
    ll_stack_release(&diag->freed);
    ll_stack_release(&diag->lost);
    ll_stack_release(&diag->other);
    ll_stack_release(&diag->thread.started);
    ll_stack_release(&diag->other_thread.started);
    free(diag->thread.locks);
    free(diag->other_thread.locks);
    free(diag->variable);
    free(diag->declared);
    free(diag->allocated_by);
    free(diag->freed_by);
    free(diag->operation);
    free(diag->type);
    free(diag->bound);
    free(diag->taken_by);
    free(diag->repr);
    free(diag->what);
    free(diag->got);
    free(diag->wanted);
    ll_values_release(&diag->values);
    ll_path_release(&diag->path);
    free(diag->sequel);
    for (size_t i = 0; i < diag->held_count; i++)
        ll_stack_release(&diag->held[i].allocated);
    free(diag->held);
    for (size_t i = 0; i < diag->witness_count; i++)
        free(diag->witnesses[i].raw);
    ll_diag_init(diag, diag->kind);
}

bool ll_diag_add_witness(struct ll_diag *diag, const char *tool, const char *raw)
{
    if (diag->witness_count == LL_WITNESSES_MAX)
        return false;
    char *copy = raw == NULL ? NULL : strdup(raw);
    if (raw != NULL && copy == NULL)
        return false;
    diag->witnesses[diag->witness_count++] =
        (struct ll_witness){.tool = tool, .raw = copy};
    return true;
}

bool ll_diag_seen_by(const struct ll_diag *diag, const char *tool)
{
    for (size_t i = 0; i < diag->witness_count; i++)
        if (strcmp(diag->witnesses[i].tool, tool) == 0)
            return true;
    return false;
}

bool ll_diag_add_held(struct ll_diag *diag, const struct ll_held *held)
{
    size_t i = 0;
    while (i < diag->held_count &&
           (diag->held[i].is_object != held->is_object ||
            !ll_stack_same(&diag->held[i].allocated, &held->allocated)))
        i++;
    if (i == diag->held_count) {
        if (!LL_GROW_ONE(diag->held, diag->held_count))
            return false;
        diag->held[i] = (struct ll_held){.is_object = held->is_object};
        if (!ll_stack_copy(&diag->held[i].allocated, &held->allocated))
            return false;
        diag->held_count++;
    }
    diag->held[i].bytes += held->bytes;
    diag->held[i].blocks += held->blocks;
    return true;
}

void ll_diag_drop_object(struct ll_diag *diag)
{
    size_t kept = 0;
    for (size_t i = 0; i < diag->held_count; i++)
        if (diag->held[i].is_object)
            ll_stack_release(&diag->held[i].allocated);
        else
            diag->held[kept++] = diag->held[i];
    diag->held_count = kept;
}

const struct ll_stack *ll_diag_key_stack(const struct ll_diag *diag)
{
    return ll_kind_row(diag->kind)->by_allocation ? &diag->allocated : &diag->at;
}

static bool copy_thread(struct ll_thread *to, const struct ll_thread *from)
{
    to->number = from->number;
    to->writes = from->writes;
    return ll_set_text(&to->locks, from->locks) &&
           ll_stack_copy(&to->started, &from->started);
}

static bool copy_diag(struct ll_diag *to, const struct ll_diag *from)
{
    ll_diag_init(to, from->kind);
    to->bytes = from->bytes;
    to->blocks = from->blocks;
    to->access = from->access;
    to->place = from->place;
    to->how = from->how;
    to->misuse = from->misuse;
    to->signal = from->signal;
    to->approximate = from->approximate;
    to->inside = from->inside;
    to->return_line = from->return_line;
    to->cut_short = from->cut_short;
    to->in_one_run = from->in_one_run;
    to->grows = from->grows;
    to->ring_blocks = from->ring_blocks;
    to->ring_bytes = from->ring_bytes;
    to->fewer_bytes = from->fewer_bytes;
    to->fewer_blocks = from->fewer_blocks;

    bool ok =
        ll_stack_copy(&to->at, &from->at) &&
        ll_stack_copy(&to->allocated, &from->allocated) &&
        ll_stack_copy(&to->freed, &from->freed) &&
        ll_stack_copy(&to->lost, &from->lost) &&
        ll_stack_copy(&to->other, &from->other) &&
        copy_thread(&to->thread, &from->thread) &&
        copy_thread(&to->other_thread, &from->other_thread) &&
        ll_set_text(&to->variable, from->variable) &&
        ll_set_text(&to->declared, from->declared) &&
        ll_set_text(&to->allocated_by, from->allocated_by) &&
        ll_set_text(&to->freed_by, from->freed_by) &&
        ll_set_text(&to->operation, from->operation) &&
        ll_set_text(&to->type, from->type) && ll_set_text(&to->bound, from->bound) &&
        ll_set_text(&to->taken_by, from->taken_by) &&
        ll_set_text(&to->repr, from->repr) && ll_set_text(&to->what, from->what) &&
        ll_set_text(&to->got, from->got) && ll_set_text(&to->wanted, from->wanted) &&
        ll_values_copy(&to->values, &from->values) &&
        ll_path_copy(&to->path, &from->path) && ll_set_text(&to->sequel, from->sequel);
    for (size_t i = 0; ok && i < from->held_count; i++)
        ok = ll_diag_add_held(to, &from->held[i]);
    for (size_t i = 0; ok && i < from->witness_count; i++)
        if ((ok = ll_diag_add_witness(to, from->witnesses[i].tool,
                                      from->witnesses[i].raw)))
            to->witnesses[i].of_sequel = from->witnesses[i].of_sequel;
    if (!ok)
        ll_diag_release(to);
    return ok;
}

int ll_diags_add(struct ll_diags *list, struct ll_diag *diag, struct ll_error *err)
{
    if (!LL_GROW(list->items, list->count, list->cap)) {
        ll_diag_release(diag);
        return ll_fail_memory(err);
    }
    list->items[list->count++] = *diag;
    ll_diag_init(diag, diag->kind);
    return 0;
}

int ll_diags_add_words(struct ll_diags *list, struct ll_buf *what,
                       const struct ll_stack *allocated, const char *witness,
                       struct ll_error *err)
{
    struct ll_diag diag;
    ll_diag_init(&diag, LL_OTHER);
    diag.what = ll_buf_take(what);
    ll_buf_release(what);
    if (diag.what != NULL && ll_diag_add_witness(&diag, witness, NULL) &&
        (allocated == NULL || ll_stack_copy(&diag.allocated, allocated)))
        return ll_diags_add(list, &diag, err);
    ll_diag_release(&diag);
    return ll_fail_memory(err);
}

int ll_diags_add_copy(struct ll_diags *list, const struct ll_diag *diag,
                      struct ll_error *err)
{
    struct ll_diag copy;
    if (!copy_diag(&copy, diag))
        return ll_fail_memory(err);
    return ll_diags_add(list, &copy, err);
}

void ll_diags_release(struct ll_diags *list)
{
    for (size_t i = 0; i < list->count; i++)
        ll_diag_release(&list->items[i]);
    free(list->items);
    *list = (struct ll_diags){0};
}

size_t ll_diags_faults(const struct ll_diags *list)
{
    size_t faults = 0;
    for (size_t i = 0; i < list->count; i++)
        faults += ll_kind_is_fault(list->items[i].kind);
    return faults;
}

/* A block that the C library made for a FILE, on the first output or input. */
static bool is_stdio_buffer(const struct ll_stack *stack, const char *const *roots)
{
    const struct ll_frame *own = ll_stack_own(stack, roots);
    for (size_t i = 0; i < stack->count && &stack->frames[i] != own; i++) {
        const char *function = stack->frames[i].function;
        if (function != NULL && ll_starts_with(function, "_IO_file_doallocate"))
            return true;
    }
    return false;
}

/* What Python allocates for a static type, such as its dict: PyType_Ready() does so for
 * the reader's code, and nothing ever frees it. */
static bool is_of_static_type(const struct ll_stack *stack, const char *const *roots)
{
    const struct ll_frame *own = ll_stack_own(stack, roots);
    for (const struct ll_frame *frame = stack->frames; own != NULL && frame < own;
         frame++)
        if (frame->function != NULL && strcmp(frame->function, "PyType_Ready") == 0)
            return true;
    return false;
}

/* Whether a frame is Python's, of a version that never frees the texts that it interns
 * for these two functions: 3.12 and later. */
static bool is_of_late_python(const struct ll_frame *frame)
{
    enum { FIRST = 12 };
    static const char name[] = "libpython3.";
    const char *base = frame->object == NULL ? "" : ll_path_base(frame->object);
    return ll_starts_with(base, name) &&
           strtoul(base + sizeof name - 1, NULL, 10) >= FIRST;
}

static bool interns(const char *function)
{
    return strcmp(function, "PyDict_SetItemString") == 0 ||
           strcmp(function, "PyUnicode_InternFromString") == 0;
}

/* A text that Python made for one of its functions that intern a name, such as that of
 * a constant of a module: Python keeps it for ever, and may have no pointer to it at
 * the end. Such a function makes the text itself, without the help of other code, so
 * there are only functions of texts between it and the allocation. */
static bool is_interned_text(const struct ll_stack *stack, const char *const *roots)
{
    enum { DEEP = 6 }; /* such functions between them, at most */
    const struct ll_frame *own = ll_stack_own(stack, roots);
    const struct ll_frame *frame = stack->frames;
    bool makes_text = false;
    if (own == NULL)
        return false;
    while (frame < own && !is_of_late_python(frame))
        frame++;
    const struct ll_frame *first = frame;
    for (; frame < own && frame <= first + DEEP && is_of_late_python(frame); frame++) {
        const char *function = frame->function == NULL ? "" : frame->function;
        if (interns(function))
            return makes_text;
        makes_text |= strstr(function, "PyUnicode") != NULL;
    }
    return false;
}

/* A guess at where the last pointer went says nothing when none of the reader's code
 * was running: Python drops all objects at its end. */
static void drop_foreign_loss(struct ll_diag *diag, const char *const *roots)
{
    if (!(diag->approximate || diag->inside) || diag->lost.count == 0 ||
        diag->variable != NULL || ll_stack_own(&diag->lost, roots) != NULL)
        return;
    ll_stack_release(&diag->lost);
    diag->how = LL_LOSS_UNKNOWN;
    diag->approximate = diag->inside = false;
}

/* Whether a function that the reader's code called handed a global variable of its own
 * to the system: the value was copied there, and the variable is not the reader's. */
static bool is_foreign_variable(const struct ll_diag *diag, const char *const *roots)
{
    return diag->kind == LL_UNINITIALISED && diag->place.region == LL_REGION_GLOBAL &&
           ll_stack_own(&diag->at, roots) > diag->at.frames + 1;
}

/* Whether code of that program called for it, in which no line is known. */
static bool is_called_by(const struct ll_stack *stack, const char *program)
{
    for (size_t i = 0; i < stack->count && program != NULL; i++) {
        const struct ll_frame *frame = &stack->frames[i];
        if (frame->file == NULL && frame->object != NULL &&
            strcmp(frame->object, program) == 0)
            return true;
    }
    return false;
}

size_t ll_diags_keep_own(struct ll_diags *list, const char *const *roots,
                         const char *program)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct ll_diag *diag = &list->items[i];
        bool leak = ll_kind_row(diag->kind)->by_allocation;
        bool stdio = is_stdio_buffer(&diag->allocated, roots);
        bool is_own =
            ll_stack_own(&diag->allocated, roots) != NULL ||
            is_called_by(&diag->allocated, program) ||
            (diag->kind == LL_LOST_REFERENCE && ll_stack_own(&diag->at, roots) != NULL);
        if (leak && (stdio || !is_own || is_of_static_type(&diag->allocated, roots) ||
                     is_interned_text(&diag->allocated, roots)))
            ll_diag_release(diag);
        else {
            /* A value that was printed did not come from the buffer it was put into. */
            if (stdio && diag->kind == LL_UNINITIALISED)
                ll_stack_release(&diag->allocated);
            drop_foreign_loss(diag, roots);
            if (is_foreign_variable(diag, roots)) {
                free(diag->variable);
                diag->variable = NULL;
            }
            list->items[kept++] = *diag;
        }
    }
    size_t dropped = list->count - kept;
    list->count = kept;
    return dropped;
}

/* A fault from which another follows is told where the other would be. */
static int rank_of(const struct ll_diag *diag)
{
    return diag->sequel != NULL && !ll_kind_is_leak(diag->kind)
               ? ll_kind_row(LL_CRASH)->rank
               : ll_kind_row(diag->kind)->rank;
}

/* Of two faults that may stop a program: whether the first is an unset value that did,
 * and the other a crash whose cause is not known. */
static bool may_be_cause(const struct ll_diag *a, const struct ll_diag *b)
{
    return a->kind == LL_UNINITIALISED && b->kind == LL_CRASH && b->sequel == NULL;
}

static bool comes_before(const struct ll_diag *a, const struct ll_diag *b)
{
    int ra = rank_of(a), rb = rank_of(b);
    return ra < rb || (ra == rb && (may_be_cause(a, b) ||
                                    (ll_kind_is_leak(a->kind) && a->bytes > b->bytes)));
}

/* By insertion: stable, in place, and the lists are short. */
void ll_diags_sort(struct ll_diags *list)
{
    for (size_t i = 1; i < list->count; i++) {
        struct ll_diag diag = list->items[i];
        size_t place = i;
        while (place > 0 && comes_before(&diag, &list->items[place - 1])) {
            list->items[place] = list->items[place - 1];
            place--;
        }
        list->items[place] = diag;
    }
}
