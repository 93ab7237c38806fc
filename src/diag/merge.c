/* SPDX-License-Identifier: MIT
 *
 * merge: one fault seen by several tools becomes one diagnosis.
 *
 * Both lists are copied first; from then on what one tool knows is moved, not
 * copied, and a failure throws the copies away.
 */
#include "diag/diag.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "diag/words.h"

/* Stacks without an own frame prove nothing: to show one fault twice is better than to
 * take two faults for one. */
static bool same_key(const struct ll_diag *a, const struct ll_diag *b,
                     const char *const *roots)
{
    const struct ll_stack *ka = ll_diag_key_stack(a), *kb = ll_diag_key_stack(b);
    return ll_stack_own(ka, roots) != NULL && ll_stacks_same_own(ka, kb, roots);
}

static bool is_bad_access_crash(const struct ll_diag *diag)
{
    return diag->kind == LL_CRASH &&
           (diag->signal == SIGSEGV || diag->signal == SIGBUS);
}

static bool same_words(const struct ll_diag *a, const struct ll_diag *b)
{
    return a->what != NULL && b->what != NULL && strcmp(a->what, b->what) == 0;
}

/* A division by zero stops most processors with a signal, and so does a quotient that
 * is too large. */
static bool is_division_crash(const struct ll_diag *a, const struct ll_diag *b)
{
    bool divided = a->kind == LL_DIVISION_BY_ZERO || a->kind == LL_SIGNED_OVERFLOW;
    return divided && b->kind == LL_CRASH && b->signal == SIGFPE;
}

/* fclose uses a file that was closed already, and then frees it. */
static bool is_closed_again(const struct ll_diag *a, const struct ll_diag *b)
{
    return ll_is_closed_twice(a) && ll_is_closed_twice(b);
}

/* An invalid access, or an invalid free, and the signal that stopped the program there
 * are one fault. Two faults of no known kind agree if their words do. */
static bool kinds_agree(const struct ll_diag *a, const struct ll_diag *b)
{
    bool a_goes_wrong = ll_kind_is_access(a->kind) || a->kind == LL_INVALID_FREE;
    bool b_goes_wrong = ll_kind_is_access(b->kind) || b->kind == LL_INVALID_FREE;
    return (a->kind == b->kind && (a->kind != LL_OTHER || same_words(a, b))) ||
           (a_goes_wrong && is_bad_access_crash(b)) ||
           (b_goes_wrong && is_bad_access_crash(a)) || is_division_crash(a, b) ||
           is_division_crash(b, a) || is_closed_again(a, b);
}

/* A crash of which no more is known than the signal. */
static bool is_bare_crash(const struct ll_diag *diag)
{
    return diag->kind == LL_CRASH && diag->signal != 0 && diag->at.count == 0;
}

bool ll_diag_is_same(const struct ll_diag *a, const struct ll_diag *b,
                     const char *const *roots)
{
    if (ll_stack_is_full(a) && ll_stack_is_full(b))
        return true; /* each tool sees it after another number of calls */
    if ((is_bare_crash(a) || is_bare_crash(b)) && a->signal == b->signal)
        return true; /* a program ends only once */
    if (!kinds_agree(a, b) || !same_key(a, b, roots))
        return false;
    bool both = ll_stack_own(&a->allocated, roots) != NULL &&
                ll_stack_own(&b->allocated, roots) != NULL;
    return !both || ll_stacks_same_own(&a->allocated, &b->allocated, roots);
}

/* ---- one from two ----------------------------------------------------------- */

static void take_stack(struct ll_stack *into, struct ll_stack *from)
{
    if (into->count > 0)
        return;
    struct ll_stack empty = *into;
    *into = *from;
    *from = empty;
}

/* Of the lines of `into` whose column is not known, take it from `from`. */
static void take_columns(struct ll_stack *into, const struct ll_stack *from)
{
    for (size_t i = 0; i < into->count; i++)
        for (size_t k = 0; k < from->count && into->frames[i].column == 0; k++)
            if (into->frames[i].line > 0 &&
                into->frames[i].line == from->frames[k].line &&
                ll_same_text(into->frames[i].file, from->frames[k].file))
                into->frames[i].column = from->frames[k].column;
}

static void take_text(char **into, char **from)
{
    if (*into != NULL)
        return;
    *into = *from;
    *from = NULL;
}

static void take_number(unsigned long long *into, unsigned long long from)
{
    if (*into == 0)
        *into = from;
}

/* Append the words of `witness` to those of the same tool. */
static bool join_witness(struct ll_diag *into, const struct ll_witness *witness)
{
    struct ll_witness *mine = into->witnesses;
    while (strcmp(mine->tool, witness->tool) != 0)
        mine++;
    if (witness->raw == NULL ||
        (mine->raw != NULL && strstr(mine->raw, witness->raw) != NULL))
        return true; /* of parts of one record */
    char *joined = NULL;
    if (asprintf(&joined, "%s%s%s", mine->raw == NULL ? "" : mine->raw,
                 mine->raw == NULL ? "" : "\n", witness->raw) < 0)
        return false;
    free(mine->raw);
    mine->raw = joined;
    return true;
}

bool ll_diag_take_witnesses(struct ll_diag *into, const struct ll_diag *from)
{
    for (size_t i = 0; i < from->witness_count; i++) {
        const struct ll_witness *witness = &from->witnesses[i];
        bool ok = ll_diag_seen_by(into, witness->tool)
                      ? join_witness(into, witness)
                      : ll_diag_add_witness(into, witness->tool, witness->raw);
        if (!ok)
            return false;
    }
    return true;
}

/* Whether the place in `from` is known more exactly. */
static bool is_better_place(const struct ll_place *into, const struct ll_place *from)
{
    bool vague = into->position == LL_POSITION_UNKNOWN ||
                 (into->region == LL_REGION_ARRAY && from->region != LL_REGION_ARRAY);
    return into->region == LL_REGION_UNKNOWN ||
           (vague && from->position != LL_POSITION_UNKNOWN);
}

static void take_texts(struct ll_diag *into, struct ll_diag *from)
{
    take_text(&into->variable, &from->variable);
    take_text(&into->declared, &from->declared);
    take_text(&into->allocated_by, &from->allocated_by);
    take_text(&into->freed_by, &from->freed_by);
    take_text(&into->operation, &from->operation);
    take_text(&into->type, &from->type);
    take_text(&into->bound, &from->bound);
    take_text(&into->taken_by, &from->taken_by);
    take_text(&into->repr, &from->repr);
    take_text(&into->what, &from->what);
    take_text(&into->got, &from->got);
    take_text(&into->wanted, &from->wanted);
    take_text(&into->sequel, &from->sequel);
}

/* What variables held, and the calls. */
static void take_values(struct ll_diag *into, struct ll_diag *from)
{
    const struct ll_value_list values = into->values;
    const struct ll_path path = into->path;
    if (path.count > 0)
        return;
    into->values = from->values;
    into->path = from->path;
    from->values = values;
    from->path = path;
}

/* Take what is known of a fault between threads, as a whole. */
static void take_threads(struct ll_diag *into, struct ll_diag *from)
{
    if (into->thread.number != 0 || from->thread.number == 0)
        return;
    struct ll_thread thread = into->thread, other = into->other_thread;
    into->thread = from->thread;
    into->other_thread = from->other_thread;
    from->thread = thread;
    from->other_thread = other;
    into->misuse = from->misuse;
    take_stack(&into->other, &from->other);
}

/* Take what was lost with an object. Its own blocks are counted by `into` now. */
static void take_held(struct ll_diag *into, struct ll_diag *from)
{
    if (into->held_count == 0) {
        struct ll_held *none = into->held;
        into->held = from->held;
        into->held_count = from->held_count;
        from->held = none;
        from->held_count = 0;
    }
    ll_diag_drop_object(into);
}

/* Fill into `into` what only `from` knows. */
static bool fill(struct ll_diag *into, struct ll_diag *from)
{
    if (into->kind == LL_CRASH || ll_is_closed_twice(into) ||
        from->kind == LL_LOST_REFERENCE)
        into->kind = from->kind;
    if (into->lost.count == 0 && into->how == LL_LOSS_UNKNOWN) {
        into->how = from->how;
        into->approximate = from->approximate;
        into->inside = from->inside;
        into->return_line = from->return_line;
    }
    bool whole = from->place.first_bad && from->access > into->access;
    if (whole) /* not only the first bytes of it */
        into->access = from->access;
    if (whole || is_better_place(&into->place, &from->place))
        into->place = from->place;
    if (into->signal == 0)
        into->signal = from->signal;
    take_columns(&into->at, &from->at);
    take_stack(&into->at, &from->at);
    take_stack(&into->allocated, &from->allocated);
    take_stack(&into->freed, &from->freed);
    take_stack(&into->lost, &from->lost);
    take_threads(into, from);
    take_number(&into->bytes, from->bytes);
    take_number(&into->blocks, from->blocks);
    if (from->grows && !into->grows) {
        into->grows = true;
        into->fewer_bytes = from->fewer_bytes;
        into->fewer_blocks = from->fewer_blocks;
    }
    take_number(&into->ring_blocks, from->ring_blocks);
    take_number(&into->ring_bytes, from->ring_bytes);
    take_number(&into->access, from->access);
    take_texts(into, from);
    take_values(into, from);
    take_held(into, from);
    return ll_diag_take_witnesses(into, from);
}

/* ---- leaks ------------------------------------------------------------------
 *
 * One line can lose blocks in several ways. One tool may report them apart, another
 * together:
 *
 *     memcheck  48 bytes in 3 blocks      lastptr  32 bytes in 2 blocks, lost here
 *                                                  16 bytes in 1 block, lost there
 *
 * The coarse record is then split like the fine ones, so that each part finds its
 * counterpart and no byte is counted twice.
 */

struct group {
    size_t count;
    unsigned long long bytes, blocks;
};

static bool same_leak(const struct ll_diag *a, const struct ll_diag *b,
                      const char *const *roots)
{
    return ll_kind_is_leak(a->kind) && ll_kind_is_leak(b->kind) &&
           ll_kind_is_reachable(a->kind) == ll_kind_is_reachable(b->kind) &&
           same_key(a, b, roots);
}

/* The kind of the blocks: nothing leads to the object whose reference was lost. */
static enum ll_kind kind_of_blocks(const struct ll_diag *diag)
{
    return diag->kind == LL_LOST_REFERENCE ? LL_DEFINITELY_LOST : diag->kind;
}

static bool same_leak_and_kind(const struct ll_diag *a, const struct ll_diag *b,
                               const char *const *roots)
{
    return kind_of_blocks(a) == kind_of_blocks(b) && same_leak(a, b, roots);
}

/* The function that the reader's code called there; NULL: it is not known. */
static const char *called(const struct ll_diag *diag, const char *const *roots)
{
    const struct ll_frame *own = ll_stack_own(&diag->allocated, roots);
    return own == NULL || own == diag->allocated.frames ? NULL : own[-1].function;
}

/* In one line, Python makes a list, the array of its items, and the items. */
static bool same_leak_and_call(const struct ll_diag *a, const struct ll_diag *b,
                               const char *const *roots)
{
    return same_leak_and_kind(a, b, roots) &&
           ll_same_text(called(a, roots), called(b, roots));
}

/* Which leaks of a line a record may be split like. */
typedef bool same_group(const struct ll_diag *a, const struct ll_diag *b,
                        const char *const *roots);

static struct group group_of(const struct ll_diag *diag, const struct ll_diags *list,
                             same_group *same, const char *const *roots)
{
    struct group group = {0};
    for (size_t i = 0; i < list->count; i++)
        if (same(diag, &list->items[i], roots)) {
            group.count++;
            group.bytes += list->items[i].bytes;
            group.blocks += list->items[i].blocks;
        }
    return group;
}

/* Split the record at `index` of `coarse` as the same loss is split in `fine`. */
static int split_one(struct ll_diags *coarse, size_t index, const struct ll_diags *fine,
                     same_group *same, const char *const *roots, struct ll_error *err)
{
    size_t part = index;
    for (size_t i = 0; i < fine->count; i++) {
        const struct ll_diag *model = &fine->items[i];
        if (!same(&coarse->items[index], model, roots))
            continue;
        if (part == coarse->count &&
            ll_diags_add_copy(coarse, &coarse->items[index], err) != 0)
            return -1;
        coarse->items[part].bytes = model->bytes;
        coarse->items[part].blocks = model->blocks;
        ll_diag_drop_object(&coarse->items[part]);
        part = coarse->count;
    }
    return 0;
}

/* Of which of several objects something was lost, no tool knows. */
static bool holds_more(const struct ll_diag *diag)
{
    for (size_t i = 0; i < diag->held_count; i++)
        if (!diag->held[i].is_object)
            return true;
    return false;
}

static int split(struct ll_diags *coarse, const struct ll_diags *fine, same_group *same,
                 const char *const *roots, struct ll_error *err)
{
    size_t count = coarse->count;
    for (size_t i = 0; i < count; i++) {
        const struct ll_diag *diag = &coarse->items[i];
        if (!ll_kind_is_leak(diag->kind) || holds_more(diag) ||
            group_of(diag, coarse, same, roots).count != 1)
            continue;
        struct group parts = group_of(diag, fine, same, roots);
        if (parts.count > 1 && parts.bytes == diag->bytes &&
            parts.blocks == diag->blocks &&
            split_one(coarse, i, fine, same, roots, err) != 0)
            return -1;
    }
    return 0;
}

static int split_both(struct ll_diags *a, struct ll_diags *b, const char *const *roots,
                      struct ll_error *err)
{
    static same_group *const groups[] = {same_leak_and_call, same_leak_and_kind,
                                         same_leak};
    int result = 0;
    for (size_t i = 0; i < sizeof groups / sizeof *groups && result == 0; i++) {
        result = split(a, b, groups[i], roots, err);
        if (result == 0)
            result = split(b, a, groups[i], roots, err);
    }
    return result;
}

enum { MISFIT_MOST = 3 };

/* How well two records of the same loss fit: 0 is best. A lost reference knows its
 * objects: what has another amount in the same line is another fault. */
static int misfit(const struct ll_diag *a, const struct ll_diag *b)
{
    bool one = (a->kind == LL_LOST_REFERENCE) != (b->kind == LL_LOST_REFERENCE);
    if (one && (a->bytes != b->bytes || a->blocks != b->blocks))
        return MISFIT_MOST + 1;
    return (a->bytes != b->bytes) * 2 + (kind_of_blocks(a) != kind_of_blocks(b));
}

static bool same_witness(const struct ll_diag *a, const struct ll_diag *b)
{
    return b->witness_count > 0 && ll_diag_seen_by(a, b->witnesses[0].tool);
}

/* The record among the first `count` of `list` that fits `leak` with no more than
 * `allowed` misfit and was not yet seen by the same tool; NULL: none. */
static struct ll_diag *find_leak(const struct ll_diags *list, size_t count,
                                 const struct ll_diag *leak, int allowed,
                                 const char *const *roots)
{
    for (size_t i = 0; i < count; i++) {
        struct ll_diag *diag = &list->items[i];
        if (same_leak(diag, leak, roots) && !same_witness(diag, leak) &&
            misfit(diag, leak) <= allowed)
            return diag;
    }
    return NULL;
}

/* ---- two lists -------------------------------------------------------------- */

static struct ll_diag *find_fault(const struct ll_diags *list,
                                  const struct ll_diag *fault, const char *const *roots)
{
    for (size_t i = 0; i < list->count; i++)
        if (!ll_kind_is_leak(fault->kind) &&
            ll_diag_is_same(&list->items[i], fault, roots))
            return &list->items[i];
    return NULL;
}

void ll_diags_remove(struct ll_diags *list, size_t index)
{
    ll_diag_release(&list->items[index]);
    list->count--;
    memmove(&list->items[index], &list->items[index + 1],
            (list->count - index) * sizeof *list->items);
}

/* Move all of `from` into `into`: first the leaks, from the best fit to the worst, then
 * the rest in its order. */
static int merge(struct ll_diags *into, struct ll_diags *from, const char *const *roots,
                 struct ll_error *err)
{
    size_t old = into->count;
    for (int allowed = 0; allowed <= MISFIT_MOST; allowed++) {
        for (size_t i = 0; i < from->count;) {
            struct ll_diag *diag = &from->items[i];
            struct ll_diag *same = find_leak(into, old, diag, allowed, roots);
            if (same == NULL) {
                i++;
                continue;
            }
            if (!fill(same, diag))
                return ll_fail_memory(err);
            ll_diags_remove(from, i);
        }
    }
    for (size_t i = 0; i < from->count; i++) {
        struct ll_diag *diag = &from->items[i];
        struct ll_diag *same = find_fault(into, diag, roots);
        if (same != NULL ? !fill(same, diag) : ll_diags_add(into, diag, err) != 0)
            return ll_fail_memory(err);
    }
    return 0;
}

static int copy_list(struct ll_diags *to, const struct ll_diags *from,
                     struct ll_error *err)
{
    for (size_t i = 0; i < from->count; i++)
        if (ll_diags_add_copy(to, &from->items[i], err) != 0)
            return -1;
    return 0;
}

int ll_diags_merge(struct ll_diags *into, const struct ll_diags *from,
                   const char *const *roots, struct ll_error *err)
{
    struct ll_diags merged = {0}, rest = {0};
    int result = -1;
    if (copy_list(&merged, into, err) != 0 || copy_list(&rest, from, err) != 0 ||
        split_both(&merged, &rest, roots, err) != 0 ||
        merge(&merged, &rest, roots, err) != 0)
        goto out;
    struct ll_diags before = *into;
    *into = merged;
    merged = before;
    result = 0;

out:
    ll_diags_release(&rest);
    ll_diags_release(&merged);
    return result;
}
