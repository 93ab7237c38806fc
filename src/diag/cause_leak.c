/* SPDX-License-Identifier: MIT
 *
 * cause_leak: which blocks and descriptors that were not given back follow from which
 * fault. */
#include "diag/cause_rules.h"

#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "diag/kinds.h"
#include "diag/words.h"

/* ---- a run that was stopped ------------------------------------------------ */

/* Whether the loss may be nothing but the stop: the block was on its way from malloc to
 * its variable, or the stack was no longer whole. */
static bool was_lost_by_stop(const struct ll_cause_pair *pair)
{
    const struct ll_diag *leak = pair->sequel;
    const struct ll_frame *stop = ll_own_key(pair->cause, pair->roots);
    const struct ll_frame *lost = ll_stack_own(&leak->lost, pair->roots);
    if (stop == NULL)
        return leak->how == LL_LOSS_UNKNOWN;
    return ll_frames_same_line(stop, lost) ||
           (lost == NULL &&
            ll_frames_same_line(stop, ll_stack_own(&leak->allocated, pair->roots)));
}

/* A block that is not freed, a file that is not closed, or a thread that is not joined,
 * because a signal ended the program before it came to that. A block whose last pointer
 * went before the signal was lost all the same; one into which a pointer still led was
 * not. */
bool ll_is_left_by_stop(const struct ll_cause_pair *pair)
{
    enum ll_kind kind = pair->sequel->kind;
    if (pair->cause->signal == 0 || !ll_share_tool(pair->cause, pair->sequel))
        return false;
    return ll_kind_is_reachable(kind) || kind == LL_DESCRIPTOR_LEAK ||
           kind == LL_THREAD_LEAK || kind == LL_POSSIBLY_LOST ||
           (ll_kind_is_leak(kind) && was_lost_by_stop(pair));
}

/* ---- leaks ----------------------------------------------------------------- */

/* free could not take the block back, and so it stays. */
bool ll_is_left_by_free(const struct ll_cause_pair *pair)
{
    return pair->cause->kind == LL_INVALID_FREE &&
           ll_kind_is_leak(pair->sequel->kind) &&
           ll_frames_same_line(ll_stack_own(&pair->cause->allocated, pair->roots),
                               ll_stack_own(&pair->sequel->allocated, pair->roots));
}

/* Whether two names are of one variable, or of parts of one: "slots[3]" and "slots[4]",
 * "pattern.buffer" and "pattern.map". */
static bool same_variable(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    size_t length = strcspn(a, ".-[");
    return length == strcspn(b, ".-[") && strncmp(a, b, length) == 0;
}

/* Of what lay in freed blocks a name is not always known. */
static bool same_holder(const struct ll_diag *a, const struct ll_diag *b)
{
    bool nameless = a->variable == NULL || b->variable == NULL;
    return (a->how == LL_LOSS_CONTAINER_FREED && nameless) ||
           same_variable(a->variable, b->variable);
}

static bool same_loss(const struct ll_cause_pair *pair)
{
    const struct ll_diag *a = pair->cause, *b = pair->sequel;
    const struct ll_frame *lost = ll_stack_own(&a->lost, pair->roots);
    const struct ll_frame *also = ll_stack_own(&b->lost, pair->roots);
    return a->how == b->how && a->return_line == b->return_line && same_holder(a, b) &&
           (lost == also || ll_frames_same_line(lost, also));
}

/* Whether the function hands its block to the caller, who has to free it. */
static bool hands_over(const char *function)
{
    static const char *const names[] = {"strdup",  "strndup",  "wcsdup",   "asprintf",
                                        "getline", "getdelim", "realpath", "getcwd"};
    for (size_t i = 0; function != NULL && i < sizeof names / sizeof *names; i++)
        if (strstr(function, names[i]) != NULL) /* also "__strdup", "vasprintf" */
            return true;
    return false;
}

/* Whether it is what our allocators for Python put in the place of PyMem_Malloc. */
static bool is_hook(const char *function)
{
    return function != NULL && (ll_starts_with(function, "pymem_") ||
                                ll_starts_with(function, "pyobject_"));
}

/* Whether a function of the C library asked for the block, on behalf of the reader's
 * code, and keeps it: not malloc, which is the frame above, or PyMem_Malloc, and not
 * strdup. */
static bool is_taken_by_library(const struct ll_diag *leak, const char *const *roots)
{
    const struct ll_frame *own = ll_stack_own(&leak->allocated, roots);
    return own != NULL && own > leak->allocated.frames + 1 &&
           !hands_over(own[-1].function) && !is_hook(own[-1].function);
}

/* Of two lost references: whether one line took them, to objects of one type. Of two
 * lost blocks: true. */
static bool same_reference(const struct ll_cause_pair *pair)
{
    const struct ll_diag *a = pair->cause, *b = pair->sequel;
    if (a->kind != LL_LOST_REFERENCE && b->kind != LL_LOST_REFERENCE)
        return true;
    return a->kind == b->kind && ll_same_text(a->type, b->type) &&
           ll_frames_same_line(ll_stack_own(&a->at, pair->roots),
                               ll_stack_own(&b->at, pair->roots));
}

static bool are_leaks(const struct ll_cause_pair *pair)
{
    const struct ll_diag *a = pair->cause, *b = pair->sequel;
    return pair->in_order && ll_kind_is_leak(a->kind) && ll_kind_is_leak(b->kind) &&
           same_reference(pair) &&
           ll_kind_is_reachable(a->kind) == ll_kind_is_reachable(b->kind) &&
           same_loss(pair);
}

static bool is_loss_known(const struct ll_cause_pair *pair)
{
    return pair->cause->how != LL_LOSS_UNKNOWN && pair->cause->lost.count > 0;
}

/* Both were taken by the C library. */
static bool are_taken_by_library(const struct ll_cause_pair *pair)
{
    return is_taken_by_library(pair->cause, pair->roots) &&
           is_taken_by_library(pair->sequel, pair->roots);
}

/* One line lost many blocks through one variable; or one call of the C library had
 * taken many, such as regcomp. The blocks of the library are all given back by one
 * call; of the reader's own, each has to be freed, and the innermost first. */
bool ll_is_more_of_loss(const struct ll_cause_pair *pair)
{
    return are_leaks(pair) && ll_same_own_line(pair) &&
           (are_taken_by_library(pair) ||
            (is_loss_known(pair) && pair->cause->kind == pair->sequel->kind));
}

/* All that one call of a library's function allocated, one call gives back: what other
 * blocks of it led to went with them. */
bool ll_is_more_of_call(const struct ll_cause_pair *pair)
{
    const struct ll_diag *a = pair->cause, *b = pair->sequel;
    return pair->in_order && ll_is_given_back_at_once(a) && ll_is_of_pair(b) &&
           ll_kind_is_leak(a->kind) && !ll_kind_is_reachable(a->kind) &&
           b->kind == LL_INDIRECTLY_LOST &&
           ll_same_text(a->allocated_by, b->allocated_by) &&
           ll_stacks_same_own(&a->allocated, &b->allocated, pair->roots);
}

/* Each block of a ring is lost with the ring. One tool calls the first of them
 * definitely lost, another one none. */
bool ll_is_in_ring(const struct ll_cause_pair *pair)
{
    const struct ll_diag *a = pair->cause, *b = pair->sequel;
    return are_leaks(pair) && is_loss_known(pair) && a->ring_blocks > 0 &&
           a->ring_blocks == b->ring_blocks && a->ring_bytes == b->ring_bytes;
}

bool ll_is_in_ring_of_first(const struct ll_cause_pair *pair)
{
    return pair->cause->kind == LL_DEFINITELY_LOST && ll_is_in_ring(pair);
}

/* What the C library took in another line, and kept in the same variable. */
bool ll_is_lost_with(const struct ll_cause_pair *pair)
{
    return are_leaks(pair) && pair->cause->kind != LL_LOST_REFERENCE &&
           are_taken_by_library(pair) && is_loss_known(pair);
}

/* The library that asked for the block; NULL: it is not known, or the C library. */
static const char *library_of(const struct ll_diag *leak, const char *const *roots)
{
    const struct ll_frame *own = ll_stack_own(&leak->allocated, roots);
    const char *object =
        own == NULL || own == leak->allocated.frames ? NULL : own[-1].object;
    return object == NULL || ll_starts_with(ll_path_base(object), "libc.") ? NULL
                                                                           : object;
}

/* Whether the lost blocks of `a` may lead to the block `b`, which a function of the
 * same library allocated, or one whose blocks the same function gives back. */
static bool may_lead_to(const struct ll_diag *a, const struct ll_diag *b,
                        const char *const *roots)
{
    const char *library = library_of(a, roots);
    bool lost = a->kind == LL_DESCRIPTOR_LEAK
                    ? a->bytes > 0
                    : a->kind != LL_INDIRECTLY_LOST && !ll_kind_is_reachable(a->kind);
    return a != b && lost && ll_is_given_back_at_once(a) &&
           (ll_is_of_pair(b)
                ? ll_same_text(a->freed_by, b->freed_by)
                : library != NULL && ll_same_text(library, library_of(b, roots)));
}

/* What a library's function allocated in another line, and what was reached only
 * through lost blocks: those of the one call of this library that was not paired. */
bool ll_is_led_to_by_call(const struct ll_cause_pair *pair)
{
    const struct ll_diag *leak = pair->sequel;
    size_t count = 0;
    if (leak->kind != LL_INDIRECTLY_LOST ||
        (leak->how != LL_LOSS_UNKNOWN && !same_loss(pair)) ||
        !is_taken_by_library(leak, pair->roots) ||
        !may_lead_to(pair->cause, leak, pair->roots))
        return false;
    for (size_t i = 0; i < pair->list->count; i++)
        count += may_lead_to(&pair->list->items[i], leak, pair->roots);
    return count == 1;
}

/* A type leads to its module: what Python asked for when something was added to the
 * module stays with the type. */
bool ll_is_kept_with_type(const struct ll_cause_pair *pair)
{
    return ll_is_kept_type(pair->cause) && ll_is_of_module(pair->sequel);
}

/* What the C library keeps for an open file or folder goes back with fclose or
 * closedir: the block that is left and the descriptor that is open are one fault. */
bool ll_is_block_of_handle(const struct ll_cause_pair *pair)
{
    return pair->cause->kind == LL_DESCRIPTOR_LEAK &&
           ll_kind_is_leak(pair->sequel->kind) &&
           (ll_opens_stream(pair->sequel) || ll_is_of_pair(pair->sequel)) &&
           ll_stacks_same_own(&pair->cause->allocated, &pair->sequel->allocated,
                              pair->roots);
}

/* realloc with the size 0 is the free after which the block was used, or freed again.
 */
bool ll_is_free_by_realloc(const struct ll_cause_pair *pair)
{
    enum ll_kind kind = pair->cause->kind;
    return (kind == LL_DOUBLE_FREE || kind == LL_USE_AFTER_FREE) &&
           pair->sequel->kind == LL_BAD_SIZE &&
           ll_same_text(pair->sequel->operation, "0") &&
           ll_frames_same_line(ll_stack_own(&pair->cause->freed, pair->roots),
                               ll_own_key(pair->sequel, pair->roots));
}

/* What realloc returned was not kept: the old block was used all the same, and the new
 * one is lost. */
bool ll_is_lost_by_move(const struct ll_cause_pair *pair)
{
    enum ll_kind kind = pair->cause->kind;
    return (kind == LL_DOUBLE_FREE || kind == LL_USE_AFTER_FREE) &&
           pair->sequel->how == LL_LOSS_NEVER_STORED &&
           ll_is_freed_by_realloc(pair->cause) &&
           ll_frames_same_line(ll_stack_own(&pair->cause->freed, pair->roots),
                               ll_own_key(pair->sequel, pair->roots));
}
