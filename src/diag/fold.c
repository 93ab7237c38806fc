/* SPDX-License-Identifier: MIT
 *
 * fold: what one tool reports many times, but is one fault. */
#include "diag/diag.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "diag/words.h"

/* ---- recursion --------------------------------------------------------------
 *
 * A tree that insert() builds by calling itself is lost node by node. Each node has its
 * own stack, but it is one fault.
 */

static bool same_function(const struct ll_frame *a, const struct ll_frame *b)
{
    return a != NULL && b != NULL && a->function != NULL && b->function != NULL &&
           strcmp(a->function, b->function) == 0;
}

/* The own frame after `*next`, which is not passed. */
static const struct ll_frame *peek_own(const struct ll_stack *stack, size_t next,
                                       const char *const *roots)
{
    return ll_stack_next_own(stack, &next, roots);
}

/* The next own frame. Of a function that called itself all frames are passed, and the
 * innermost is returned; `*deep` tells whether it did. */
static const struct ll_frame *next_caller(const struct ll_stack *stack, size_t *next,
                                          const char *const *roots, bool *deep)
{
    const struct ll_frame *own = ll_stack_next_own(stack, next, roots);
    *deep = false;
    while (same_function(own, peek_own(stack, *next, roots))) {
        ll_stack_next_own(stack, next, roots);
        *deep = true;
    }
    return own;
}

/* Whether two stacks are the same but for how deep a function called itself. */
static bool same_path(const struct ll_stack *a, const struct ll_stack *b,
                      const char *const *roots)
{
    size_t next_a = 0, next_b = 0;
    bool deep_a, deep_b;
    const struct ll_frame *fa = ll_stack_own(a, roots), *fb = ll_stack_own(b, roots);
    if (fa == NULL || fb == NULL || fa->line != fb->line)
        return fa == fb;
    do {
        fa = next_caller(a, &next_a, roots, &deep_a);
        fb = next_caller(b, &next_b, roots, &deep_b);
        if (fa == NULL || fb == NULL)
            return fa == fb || (a->count >= LL_STACK_DEEP && b->count >= LL_STACK_DEEP);
    } while (strcmp(fa->file, fb->file) == 0 && same_function(fa, fb) &&
             (deep_a || deep_b || fa->line == fb->line));
    return false;
}

/* Whether the reader's code asked the same function for both blocks. */
static bool same_allocator(const struct ll_stack *a, const struct ll_stack *b,
                           const char *const *roots)
{
    const struct ll_frame *fa = ll_stack_own(a, roots), *fb = ll_stack_own(b, roots);
    if (fa == NULL || fb == NULL || fa - a->frames != fb - b->frames)
        return false;
    for (; fa > a->frames; fa--, fb--)
        if (!same_function(&fa[-1], &fb[-1]))
            return false;
    return true;
}

static bool same_loss(const struct ll_diag *a, const struct ll_diag *b,
                      const char *const *roots)
{
    return a->kind == b->kind && a->how == b->how &&
           same_allocator(&a->allocated, &b->allocated, roots) &&
           !ll_stacks_same_own(&a->allocated, &b->allocated, roots) &&
           same_path(&a->allocated, &b->allocated, roots) &&
           a->return_line == b->return_line && same_path(&a->lost, &b->lost, roots);
}

/* Whether `a` comes before `b`: the shorter stack first, then the smaller lines. With
 * this order all tools keep the same stack. */
static bool is_before(const struct ll_stack *a, const struct ll_stack *b,
                      const char *const *roots)
{
    size_t next_a = 0, next_b = 0;
    int lines = 0;
    for (;;) {
        const struct ll_frame *fa = ll_stack_next_own(a, &next_a, roots);
        const struct ll_frame *fb = ll_stack_next_own(b, &next_b, roots);
        if (fa == NULL || fb == NULL)
            return fa == NULL && (fb != NULL || lines < 0);
        if (lines == 0)
            lines = (fa->line > fb->line) - (fa->line < fb->line);
    }
}

/* ---- a freed object -----------------------------------------------------------
 *
 * Python's code and its macros read an object in many places: its type, its count, its
 * size. To use one that was freed is one fault in each line of the reader's code, and
 * what Python does with it later is no fault of its own.
 */

static bool same_lines(const struct ll_stack *a, const struct ll_stack *b,
                       const char *const *roots)
{
    return ll_stack_own(a, roots) != NULL && ll_stacks_same_own(a, b, roots);
}

static bool same_object(const struct ll_diag *a, const struct ll_diag *b,
                        const char *const *roots)
{
    bool again = b->kind == LL_USE_AFTER_FREE || b->kind == LL_DOUBLE_FREE;
    return a->kind == LL_USE_AFTER_FREE && again && ll_is_of_object(a) &&
           ll_is_of_object(b) && same_lines(&a->freed, &b->freed, roots) &&
           ll_stacks_same_own(&a->allocated, &b->allocated, roots) &&
           (ll_stack_own(&b->at, roots) == NULL || same_lines(&a->at, &b->at, roots));
}

/* ---- references that one line lost ---------------------------------------------
 *
 * Python keeps the blocks of freed lists, dictionaries and others for the next object
 * of that type. So an object may lie in a block that Python once allocated for itself:
 * such a stack does not say where the object was made.
 */

static bool same_reference(const struct ll_diag *a, const struct ll_diag *b,
                           const char *const *roots)
{
    return a->kind == LL_LOST_REFERENCE && b->kind == LL_LOST_REFERENCE &&
           same_lines(&a->at, &b->at, roots) && ll_same_text(a->type, b->type) &&
           ll_same_text(a->taken_by, b->taken_by) &&
           (ll_stack_own(&a->allocated, roots) == NULL ||
            ll_stack_own(&b->allocated, roots) == NULL ||
            ll_stacks_same_own(&a->allocated, &b->allocated, roots));
}

/* Whether `a` is to stand for both: it knows where an object was made, `b` does not. */
static bool knows_more(const struct ll_diag *a, const struct ll_diag *b,
                       const char *const *roots)
{
    return a->kind == LL_LOST_REFERENCE && ll_stack_own(&a->allocated, roots) != NULL &&
           ll_stack_own(&b->allocated, roots) == NULL;
}

/* Move what `from` held to `into`. False, and nothing is moved, when memory ran out. */
static bool take_held(struct ll_diag *into, struct ll_diag *from)
{
    size_t count = into->held_count + from->held_count;
    struct ll_held *all = from->held_count == 0
                              ? into->held
                              : realloc(into->held, count * sizeof *into->held);
    if (all == NULL && from->held_count > 0)
        return false;
    into->held = all;
    while (into->held_count < count)
        into->held[into->held_count++] = from->held[--from->held_count];
    return true;
}

/* ---- one race -----------------------------------------------------------------
 *
 * "a = a + 1" is a read and a write, and the other thread reads and writes, too. Which
 * of these pairs a tool reports depends on the order in which the threads ran.
 */

bool ll_diag_same_memory(const struct ll_diag *a, const struct ll_diag *b,
                         const char *const *roots)
{
    if (a->kind != LL_DATA_RACE || b->kind != LL_DATA_RACE)
        return false;
    const struct ll_frame *from = ll_stack_own(&a->allocated, roots);
    if (from != NULL && a->place.region == LL_REGION_HEAP) /* names may differ */
        return a->place.distance == b->place.distance &&
               ll_frames_same_line(from, ll_stack_own(&b->allocated, roots));
    return a->variable != NULL && ll_same_text(a->variable, b->variable) &&
           ll_same_text(a->declared, b->declared);
}

/* Whether they are also in one function. */
static bool same_race(const struct ll_diag *a, const struct ll_diag *b,
                      const char *const *roots)
{
    return ll_diag_same_memory(a, b, roots) &&
           same_function(ll_stack_own(&a->at, roots), ll_stack_own(&b->at, roots));
}

/* ---- threads that one line started ---------------------------------------------
 *
 * What the C library keeps for a thread is found by one more way while the thread still
 * runs. So a tool may tell threads of one line apart by how far they came.
 */

static bool same_threads(const struct ll_diag *a, const struct ll_diag *b,
                         const char *const *roots)
{
    return a->kind == LL_THREAD_LEAK && b->kind == LL_THREAD_LEAK &&
           same_lines(&a->allocated, &b->allocated, roots);
}

/* ---- a program without debug information ----------------------------------------
 *
 * One lost block may lead to many, and no line tells these apart.
 */

static bool same_bare(const struct ll_diag *a, const struct ll_diag *b,
                      const char *const *roots)
{
    return a->kind == LL_INDIRECTLY_LOST && b->kind == LL_INDIRECTLY_LOST &&
           ll_stack_own(&a->allocated, roots) == NULL &&
           ll_stack_own(&b->allocated, roots) == NULL;
}

static bool is_amount(const struct ll_diag *diag)
{
    return ll_kind_is_leak(diag->kind) || diag->kind == LL_THREAD_LEAK;
}

/* Join two leaks, and release `diag`. False, and they stay two, when memory ran out. */
static bool join(struct ll_diag *same, struct ll_diag *diag, const char *const *roots)
{
    if (diag->kind == LL_LOST_REFERENCE
            ? knows_more(diag, same, roots)
            : is_before(&diag->allocated, &same->allocated, roots)) {
        struct ll_diag other = *same;
        *same = *diag;
        *diag = other;
    }
    if (!take_held(same, diag))
        return false;
    same->bytes += diag->bytes;
    same->blocks += diag->blocks;
    free(same->repr); /* which is that of one object */
    same->repr = NULL;
    ll_diag_release(diag);
    return true;
}

void ll_diags_fold(struct ll_diags *list, const char *const *roots)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct ll_diag *diag = &list->items[i];
        size_t like = 0;
        while (like < kept && !same_object(&list->items[like], diag, roots) &&
               !same_race(&list->items[like], diag, roots) &&
               !same_reference(&list->items[like], diag, roots) &&
               !same_threads(&list->items[like], diag, roots) &&
               !same_bare(&list->items[like], diag, roots) &&
               !(ll_kind_is_leak(diag->kind) &&
                 same_loss(&list->items[like], diag, roots)))
            like++;
        if (like < kept && !is_amount(diag))
            ll_diag_release(diag);
        else if (like == kept || !join(&list->items[like], diag, roots))
            list->items[kept++] = *diag;
    }
    list->count = kept;
}
