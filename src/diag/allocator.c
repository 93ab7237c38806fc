/* SPDX-License-Identifier: MIT */
#include "diag/allocator.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* The length of the identifier that `text` begins with; 0: none. */
static size_t identifier(const char *text)
{
    size_t length = 0;
    while (isalnum((unsigned char)text[length]) || text[length] == '_')
        length++;
    return isdigit((unsigned char)text[0]) ? 0 : length;
}

bool ll_allocator_is_valid(const char *text)
{
    size_t length = identifier(text);
    if (length == 0)
        return false;
    if (text[length] == '\0')
        return true;
    size_t freer = identifier(text + length + 1);
    return text[length] == ':' && freer > 0 && text[length + 1 + freer] == '\0';
}

const char *ll_allocator_name(const char *text, size_t *length)
{
    *length = strcspn(text, ":");
    return text;
}

const char *ll_allocator_free(const char *text, size_t *length)
{
    const char *colon = strchr(text, ':');
    *length = colon == NULL ? 0 : strlen(colon + 1);
    return colon == NULL ? NULL : colon + 1;
}

typedef const char *part_of(const char *text, size_t *length);

/* The row that names the frame's function; NULL: none. */
static const char *row_of(const struct ll_frame *frame,
                          const struct ll_strings *allocators, part_of *part)
{
    for (size_t i = 0; frame->function != NULL && i < allocators->count; i++) {
        size_t length = 0;
        const char *name = part(allocators->items[i], &length);
        if (name != NULL && strlen(frame->function) == length &&
            memcmp(frame->function, name, length) == 0)
            return allocators->items[i];
    }
    return NULL;
}

/* One allocator may call another one: the outermost counts. */
static const char *settle(struct ll_stack *stack, const struct ll_strings *allocators,
                          const char *const *roots, part_of *part)
{
    const struct ll_frame *own = ll_stack_own(stack, roots);
    const char *row = own == NULL ? NULL : row_of(own, allocators, part);
    if (row == NULL)
        return NULL;
    size_t at = (size_t)(own - stack->frames);
    while (at + 1 < stack->count &&
           row_of(&stack->frames[at + 1], allocators, part) != NULL)
        row = row_of(&stack->frames[++at], allocators, part);
    if (at + 1 == stack->count)
        return NULL; /* who called it is not known */
    ll_stack_drop(stack, at);
    free(stack->frames[0].file);
    stack->frames[0].file = NULL;
    stack->frames[0].line = stack->frames[0].column = 0;
    return row;
}

const char *ll_allocator_settle(struct ll_stack *stack,
                                const struct ll_strings *allocators,
                                const char *const *roots)
{
    return settle(stack, allocators, roots, ll_allocator_name);
}

const char *ll_allocator_in(const struct ll_stack *stack,
                            const struct ll_strings *allocators,
                            const char *const *roots)
{
    const char *row = NULL;
    for (size_t i = 0; i < stack->count; i++) {
        const struct ll_stack one = {&stack->frames[i], 1};
        const char *here =
            ll_stack_own(&one, roots) == NULL
                ? NULL
                : row_of(&stack->frames[i], allocators, ll_allocator_name);
        if (here != NULL)
            row = here;
    }
    return row;
}

static bool set_name(char **text, const char *function)
{
    return ll_set_text(text, function != NULL ? function : "an unknown function");
}

/* `from`, `to`: the rows whose functions allocated and freed the block; NULL: others
 * did. */
static bool tell_mismatch(struct ll_diag *diag, const char *from, const char *to)
{
    bool start = diag->place.position == LL_INSIDE && diag->place.distance == 0;
    bool pair = from != NULL && strchr(from, ':') != NULL;
    if (diag->kind == LL_INVALID_FREE && start && diag->allocated.count > 0 &&
        from != to && (pair || to != NULL))
        diag->kind = LL_MISMATCHED_FREE;
    if (diag->kind != LL_MISMATCHED_FREE || (from == NULL && to == NULL))
        return true;
    return (diag->allocated.count == 0 ||
            set_name(&diag->allocated_by, diag->allocated.frames[0].function)) &&
           (diag->at.count == 0 ||
            set_name(&diag->freed_by, diag->at.frames[0].function));
}

/* Of a lost block: which function takes it back, if it is not free. `is_told`: its
 * function told a tool of it, without malloc. */
static bool tell_freer(struct ll_diag *diag, const char *row, bool is_told)
{
    size_t length = 0;
    const char *name = row == NULL ? NULL : ll_allocator_free(row, &length);
    if (row == NULL || !ll_kind_is_leak(diag->kind))
        return true;
    return name != NULL ? set_name(&diag->freed_by, name)
           : is_told ? set_name(&diag->allocated_by, diag->allocated.frames[0].function)
                     : true;
}

static bool frees(const struct ll_diag *diag)
{
    return diag->kind == LL_INVALID_FREE || diag->kind == LL_DOUBLE_FREE ||
           diag->kind == LL_MISMATCHED_FREE;
}

int ll_allocators_settle(struct ll_diags *diags, const struct ll_strings *allocators,
                         const char *const *roots, struct ll_error *err)
{
    for (size_t i = 0; i < diags->count && allocators->count > 0; i++) {
        struct ll_diag *diag = &diags->items[i];
        bool is_told = ll_stack_own(&diag->allocated, roots) == diag->allocated.frames;
        const char *from = ll_allocator_settle(&diag->allocated, allocators, roots);
        if (!tell_freer(diag, from, is_told))
            return ll_fail_memory(err);
        settle(&diag->freed, allocators, roots, ll_allocator_free);
        for (size_t k = 0; k < diag->held_count; k++)
            ll_allocator_settle(&diag->held[k].allocated, allocators, roots);
        if (!frees(diag))
            continue;
        const char *to = settle(&diag->at, allocators, roots, ll_allocator_free);
        if (!tell_mismatch(diag, from, to))
            return ll_fail_memory(err);
    }
    return 0;
}
