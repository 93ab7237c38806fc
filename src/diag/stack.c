/* SPDX-License-Identifier: MIT
 *
 * stack: the calls that led to a place (struct ll_stack of diag.h). */
#include "base/grow.h"
#include "diag/diag.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"

static void release_frame(struct ll_frame *frame)
{
    free(frame->function);
    free(frame->file);
    free(frame->object);
}

/* A compiler that takes a function apart, or makes a copy of it for some calls, adds to
 * its name: "strcpy.part.0". Whether the tool shows that depends on what it reads. */
static void drop_part(char *function)
{
    static const char *const parts[] = {".part.", ".isra.", ".constprop.", ".cold"};
    for (size_t i = 0; function != NULL && i < sizeof parts / sizeof *parts; i++) {
        char *at = strstr(function, parts[i]);
        size_t tail = at == NULL ? 0 : strspn(at + strlen(parts[i]), ".0123456789");
        if (at != NULL && at > function && at[strlen(parts[i]) + tail] == '\0')
            *at = '\0';
    }
}

bool ll_stack_add(struct ll_stack *stack, const char *function, const char *file,
                  unsigned line, unsigned column, const char *object)
{
    struct ll_frame frame = {.line = line, .column = column};
    if (!ll_set_text(&frame.function, function) || !ll_set_text(&frame.file, file) ||
        !ll_set_text(&frame.object, object))
        goto fail;
    drop_part(frame.function);
    if (!LL_GROW_ONE(stack->frames, stack->count))
        goto fail;
    stack->frames[stack->count++] = frame;
    return true;

fail:
    release_frame(&frame);
    return false;
}

bool ll_stack_copy(struct ll_stack *to, const struct ll_stack *from)
{
    *to = (struct ll_stack){0};
    for (size_t i = 0; i < from->count; i++) {
        const struct ll_frame *f = &from->frames[i];
        if (!ll_stack_add(to, f->function, f->file, f->line, f->column, f->object)) {
            ll_stack_release(to);
            return false;
        }
    }
    return true;
}

bool ll_stack_ends_with(const struct ll_stack *stack, const struct ll_stack *tail)
{
    if (tail->count > stack->count)
        return false;
    for (size_t i = 0; i < tail->count; i++) {
        const struct ll_frame *a = &tail->frames[i];
        const struct ll_frame *b = &stack->frames[stack->count - tail->count + i];
        if (a->line != b->line || !ll_same_text(a->function, b->function) ||
            !ll_same_text(a->file, b->file))
            return false;
    }
    return true;
}

bool ll_stack_same(const struct ll_stack *a, const struct ll_stack *b)
{
    return a->count == b->count && ll_stack_ends_with(a, b);
}

void ll_stack_drop(struct ll_stack *stack, size_t count)
{
    for (size_t i = 0; i < count; i++)
        release_frame(&stack->frames[i]);
    stack->count -= count;
    if (stack->count > 0)
        memmove(stack->frames, stack->frames + count,
                stack->count * sizeof *stack->frames);
}

void ll_stack_release(struct ll_stack *stack)
{
    for (size_t i = 0; i < stack->count; i++)
        release_frame(&stack->frames[i]);
    free(stack->frames);
    *stack = (struct ll_stack){0};
}

static bool is_own(const struct ll_frame *frame, const char *const *roots)
{
    for (const char *const *root = roots; frame->file != NULL && *root != NULL; root++)
        if (ll_path_below(frame->file, *root))
            return true;
    return false;
}

const struct ll_frame *ll_stack_own(const struct ll_stack *stack,
                                    const char *const *roots)
{
    for (size_t i = 0; i < stack->count; i++)
        if (is_own(&stack->frames[i], roots))
            return &stack->frames[i];
    return NULL;
}

bool ll_frames_same_line(const struct ll_frame *a, const struct ll_frame *b)
{
    return a != NULL && b != NULL && a->line == b->line && a->file != NULL &&
           b->file != NULL && strcmp(a->file, b->file) == 0;
}

size_t ll_stack_owns(const struct ll_stack *stack, const char *const *roots,
                     const struct ll_frame **own, size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i < stack->count && count < most; i++)
        if (is_own(&stack->frames[i], roots))
            own[count++] = &stack->frames[i];
    return count;
}

const struct ll_frame *ll_stack_next_own(const struct ll_stack *stack, size_t *next,
                                         const char *const *roots)
{
    struct ll_stack rest = {0};
    if (*next < stack->count)
        rest = (struct ll_stack){stack->frames + *next, stack->count - *next};
    const struct ll_frame *own = ll_stack_own(&rest, roots);
    *next = own == NULL ? stack->count : (size_t)(own - stack->frames) + 1;
    return own;
}

/* Lines are compared, not functions: one tool may not know a function's name, and
 * another may decorate it. */
bool ll_stack_is_called_from(const struct ll_stack *inner, const struct ll_stack *outer,
                             const char *const *roots)
{
    enum { MOST = 64 };
    const struct ll_frame *in[MOST], *out[MOST];
    size_t in_count = ll_stack_owns(inner, roots, in, MOST);
    size_t out_count = ll_stack_owns(outer, roots, out, MOST);
    bool called = out_count > 0 && in_count > out_count;
    for (size_t i = 1; i <= out_count && called; i++)
        called = ll_frames_same_line(in[in_count - i], out[out_count - i]);
    return called;
}

bool ll_stacks_same_own(const struct ll_stack *a, const struct ll_stack *b,
                        const char *const *roots)
{
    size_t next_a = 0, next_b = 0;
    for (;;) {
        const struct ll_frame *fa = ll_stack_next_own(a, &next_a, roots);
        const struct ll_frame *fb = ll_stack_next_own(b, &next_b, roots);
        if (fa == NULL || fb == NULL)
            return fa == fb || (a->count >= LL_STACK_DEEP && b->count >= LL_STACK_DEEP);
        if (fa->line != fb->line || strcmp(fa->file, fb->file) != 0)
            return false;
    }
}
