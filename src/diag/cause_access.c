/* SPDX-License-Identifier: MIT
 *
 * cause_access: which accesses, unset values and crashes follow from which. */
#include "diag/cause_rules.h"

#include <signal.h>
#include <string.h>

#include "base/text.h"
#include "diag/words.h"

/* ---- one access, several tools --------------------------------------------- */

/* Which of two words for one access says more; 0: no access. */
static int weight_of(const struct ll_diag *diag)
{
    static const int weights[LL_KIND_COUNT] = {
        [LL_USE_AFTER_FREE] = 5, [LL_DOUBLE_FREE] = 5,   [LL_STACK_ESCAPE] = 5,
        [LL_BAD_SIZE] = 4,       [LL_INVALID_WRITE] = 3, [LL_INVALID_READ] = 3,
        [LL_INVALID_FREE] = 2,   [LL_OVERLAP] = 1,
    };
    return weights[diag->kind];
}

/* What one tool calls use after free is "past the end" for another, which sees the
 * bytes beside the block. A copy too long is seen as an overlap, too. */
bool ll_is_same_access(const struct ll_cause_pair *pair)
{
    int cause = weight_of(pair->cause), sequel = weight_of(pair->sequel);
    if (sequel == 0 || cause <= sequel || !ll_same_own_line(pair))
        return false;
    return pair->sequel->kind == LL_OVERLAP || pair->cause->kind == LL_BAD_SIZE ||
           !ll_share_tool(pair->cause, pair->sequel);
}

/* "a[4] += 1": the same bytes are read and written. */
bool ll_is_read_and_write(const struct ll_cause_pair *pair)
{
    const struct ll_place *a = &pair->cause->place, *b = &pair->sequel->place;
    return pair->in_order && ll_kind_is_access(pair->cause->kind) &&
           ll_kind_is_access(pair->sequel->kind) && ll_same_own_line(pair) &&
           a->region == b->region && a->position == b->position &&
           a->distance == b->distance && a->block_size == b->block_size &&
           a->is_null == b->is_null &&
           ll_stacks_same_own(&pair->cause->allocated, &pair->sequel->allocated,
                              pair->roots) &&
           ll_same_text(pair->cause->variable, pair->sequel->variable);
}

/* A crash where the access, the free or the size was wrong. */
bool ll_is_crash_of_access(const struct ll_cause_pair *pair)
{
    return pair->sequel->kind == LL_CRASH && weight_of(pair->cause) > 0 &&
           ll_same_own_line(pair);
}

/* What a sanitizer says of an operation, and the signal that came of it there. */
bool ll_is_crash_of_operation(const struct ll_cause_pair *pair)
{
    return pair->sequel->kind == LL_CRASH && pair->cause->kind == LL_OTHER &&
           !pair->cause->place.is_null && ll_same_own_line(pair);
}

/* "member access within null pointer" says no more than the access does. */
bool ll_is_operation_on_null(const struct ll_cause_pair *pair)
{
    return pair->sequel->kind == LL_OTHER && pair->sequel->place.is_null &&
           pair->cause->place.is_null && pair->cause->kind != LL_OTHER &&
           ll_same_own_line(pair);
}

/* Whether the place is beside a variable, where other variables lie, or the way back
 * from a function. The blocks of a heap have other blocks beside them. */
static bool hits_variables(const struct ll_diag *diag)
{
    enum ll_region region = diag->place.region;
    return region == LL_REGION_STACK || region == LL_REGION_GLOBAL ||
           region == LL_REGION_ARRAY || region == LL_REGION_ALLOCA;
}

/* ---- values that nobody had set -------------------------------------------- */

/* An unset address, index, size or divisor, and what went wrong by it. */
bool ll_is_by_unset(const struct ll_cause_pair *pair)
{
    enum ll_kind kind = pair->sequel->kind;
    bool goes_wrong = kind == LL_CRASH || kind == LL_INVALID_READ ||
                      kind == LL_INVALID_WRITE || kind == LL_INVALID_FREE ||
                      kind == LL_BAD_SIZE || kind == LL_OTHER;
    return pair->cause->kind == LL_UNINITIALISED && goes_wrong &&
           ll_same_own_line(pair);
}

/* Whether nothing is known of the unset value but where it was used. */
static bool is_nameless(const struct ll_diag *unset)
{
    return unset->variable == NULL && unset->allocated.count == 0 &&
           unset->values.count == 0;
}

/* An unset argument: one tool sees that it is passed on, another one where the function
 * that was called uses it. */
bool ll_is_unset_passed(const struct ll_cause_pair *pair)
{
    return pair->cause->kind == LL_UNINITIALISED &&
           pair->sequel->kind == LL_UNINITIALISED && is_nameless(pair->sequel) &&
           !ll_share_tool(pair->cause, pair->sequel) &&
           ll_stack_is_called_from(&pair->sequel->at, &pair->cause->at, pair->roots);
}

static bool in_same_function(const struct ll_cause_pair *pair)
{
    const struct ll_frame *a = ll_own_key(pair->cause, pair->roots);
    const struct ll_frame *b = ll_own_key(pair->sequel, pair->roots);
    return a != NULL && b != NULL && a->function != NULL &&
           ll_same_text(a->function, b->function) && ll_same_text(a->file, b->file);
}

/* A variable that is unset in two lines of a function, or that was passed on unset:
 * what stopped the program is not what has to be mended first. */
bool ll_is_crash_of_unset(const struct ll_cause_pair *pair)
{
    bool partly = false;
    if (pair->cause->kind != LL_UNINITIALISED || pair->sequel->kind != LL_CRASH ||
        ll_null_name(pair->sequel) != NULL)
        return false;
    const char *name = ll_unset_value(pair->sequel, &partly);
    if (name == NULL || partly)
        return false;
    if (ll_stack_is_called_from(&pair->sequel->at, &pair->cause->at, pair->roots))
        return true;
    const struct ll_value *value = ll_values_find(&pair->cause->values, name);
    return in_same_function(pair) &&
           (is_nameless(pair->cause) ||
            (value != NULL && ll_same_text(value->value, LL_VALUE_UNSET)));
}

/* A number that does not fit in its type, because it was made from what nobody had set:
 * the tool that sees it fills such memory with large numbers. */
bool ll_is_overflow_of_unset(const struct ll_cause_pair *pair)
{
    if (pair->cause->kind != LL_UNINITIALISED ||
        pair->sequel->kind != LL_SIGNED_OVERFLOW)
        return false;
    const struct ll_value_list *values = &pair->sequel->values;
    for (size_t i = 0; i < values->count; i++)
        if (ll_value_is_unset(&values->items[i]))
            return in_same_function(pair) ||
                   ll_stack_is_called_from(&pair->sequel->at, &pair->cause->at,
                                           pair->roots) ||
                   ll_stack_is_called_from(&pair->cause->at, &pair->sequel->at,
                                           pair->roots);
    return false;
}

static bool are_unset(const struct ll_cause_pair *pair)
{
    return pair->in_order && pair->cause->kind == LL_UNINITIALISED &&
           pair->sequel->kind == LL_UNINITIALISED;
}

/* One value that is printed is looked at many times, all in the C library. */
bool ll_is_unset_in_line(const struct ll_cause_pair *pair)
{
    return are_unset(pair) && ll_same_own_line(pair);
}

/* Whether both were given the same texts without an end. */
static bool same_endless_texts(const struct ll_cause_pair *pair)
{
    struct ll_buf a = LL_BUF_INIT, b = LL_BUF_INIT;
    bool same = ll_say_endless_texts(pair->cause, &a) > 0 &&
                ll_say_endless_texts(pair->sequel, &b) > 0 &&
                strcmp(ll_buf_text(&a), ll_buf_text(&b)) == 0;
    ll_buf_release(&a);
    ll_buf_release(&b);
    return same && in_same_function(pair);
}

/* The same variable or text, or memory from the same call of malloc, in a later line.
 */
bool ll_is_unset_again(const struct ll_cause_pair *pair)
{
    const struct ll_diag *a = pair->cause, *b = pair->sequel;
    if (!are_unset(pair) || ll_own_key(b, pair->roots) == NULL)
        return false;
    const struct ll_frame *from = ll_stack_own(&a->allocated, pair->roots);
    bool same_origin =
        ll_frames_same_line(from, ll_stack_own(&b->allocated, pair->roots)) &&
        ll_stacks_same_own(&a->allocated, &b->allocated, pair->roots);
    bool same_name = a->variable != NULL && ll_same_text(a->variable, b->variable) &&
                     a->declared != NULL && ll_same_text(a->declared, b->declared);
    bool other_name = a->variable != NULL && b->variable != NULL && !same_name;
    return same_name || same_endless_texts(pair) || (same_origin && !other_name);
}

/* Of what a tool sees elsewhere, nothing is known but the place. */
bool ll_is_unset_perhaps_again(const struct ll_cause_pair *pair)
{
    return pair->cause->kind == LL_UNINITIALISED &&
           pair->sequel->kind == LL_UNINITIALISED && is_nameless(pair->sequel) &&
           !is_nameless(pair->cause) && ll_own_key(pair->sequel, pair->roots) != NULL &&
           ll_share_tool(pair->cause, pair->sequel);
}

/* A tool may lose the way out of the C library: such a place belongs to what the same
 * tool saw before it. */
bool ll_is_placeless(const struct ll_cause_pair *pair)
{
    const struct ll_diag *sequel = pair->sequel;
    bool strays = sequel->kind == LL_UNINITIALISED || ll_kind_is_access(sequel->kind);
    return pair->in_order && strays && ll_own_key(sequel, pair->roots) == NULL &&
           pair->cause->kind == LL_UNINITIALISED &&
           ll_share_tool(pair->cause, sequel) &&
           ll_own_key(pair->cause, pair->roots) != NULL;
}

/* The same function reads the ended variable again, or another part of it. */
bool ll_is_escape_again(const struct ll_cause_pair *pair)
{
    return pair->in_order && pair->cause->kind == LL_STACK_ESCAPE &&
           pair->sequel->kind == LL_STACK_ESCAPE && in_same_function(pair) &&
           (pair->sequel->variable == NULL ||
            ll_same_text(pair->cause->variable, pair->sequel->variable));
}

/* Whether the function that used the value is one that led to the cause, or the call
 * that led to the use stands in the cause's line. */
static bool is_reached(const struct ll_cause_pair *pair)
{
    const struct ll_frame *own = ll_own_key(pair->sequel, pair->roots);
    const struct ll_frame *cause = ll_own_key(pair->cause, pair->roots);
    const struct ll_stack *from = &pair->cause->at, *to = &pair->sequel->at;
    bool reached = own == NULL;
    for (size_t i = 0; i < from->count && !reached; i++)
        reached = ll_same_text(from->frames[i].function, own->function) &&
                  own->function != NULL;
    for (size_t i = 0; i < to->count && !reached; i++)
        reached = ll_frames_same_line(&to->frames[i], cause);
    return reached;
}

/* What lies in memory that has ended counts as unset for a tool that does not know that
 * it is an ended variable's. The value is used by the function that read it, or by one
 * that got it from there. */
bool ll_is_unset_after_escape(const struct ll_cause_pair *pair)
{
    return pair->cause->kind == LL_STACK_ESCAPE &&
           pair->sequel->kind == LL_UNINITIALISED &&
           pair->sequel->place.region != LL_REGION_HEAP &&
           pair->sequel->variable == NULL && is_reached(pair);
}

/* So does what lies beside a variable, for a tool that does not see where one ends. */
bool ll_is_unset_from_beside(const struct ll_cause_pair *pair)
{
    const struct ll_diag *read = pair->cause;
    return read->kind == LL_INVALID_READ &&
           read->place.position != LL_POSITION_UNKNOWN && hits_variables(read) &&
           pair->sequel->kind == LL_UNINITIALISED && is_nameless(pair->sequel) &&
           !ll_share_tool(read, pair->sequel) && is_reached(pair);
}

/* ---- after an overflow ----------------------------------------------------- */

static bool is_overflow(const struct ll_diag *diag)
{
    return diag->kind == LL_INVALID_WRITE && !diag->place.is_null &&
           (diag->place.position != LL_POSITION_UNKNOWN ||
            diag->place.region == LL_REGION_ALLOCA);
}

/* Whether the NULL pointer that it crashed by is a mistake of its own: it was used in
 * the reader's own code, or in a function whose variables the write did not reach. */
static bool is_null_by_itself(const struct ll_cause_pair *pair)
{
    return pair->sequel->place.is_null &&
           (ll_is_in_own_code(pair->sequel, pair->roots) ||
            !hits_variables(pair->cause) || !in_same_function(pair));
}

/* A crash that has no line, or is in the C library, or used an address that is not
 * NULL. */
bool ll_is_crash_after_overflow(const struct ll_cause_pair *pair)
{
    const struct ll_diag *crash = pair->sequel;
    if (crash->kind != LL_CRASH || !is_overflow(pair->cause) || crash->signal == SIGFPE)
        return false;
    if (ll_own_key(crash, pair->roots) == NULL)
        return true;
    return !is_null_by_itself(pair) && !ll_stack_is_full(crash) &&
           (hits_variables(pair->cause) || !ll_is_in_own_code(crash, pair->roots));
}

/* The write went over a pointer: its block is lost in that line, and the pointer's new
 * value leads nowhere. */
bool ll_is_pointer_after_overflow(const struct ll_cause_pair *pair)
{
    const struct ll_diag *sequel = pair->sequel;
    if (!is_overflow(pair->cause))
        return false;
    if (ll_kind_is_leak(sequel->kind))
        return !ll_kind_is_reachable(sequel->kind) &&
               ll_frames_same_line(ll_stack_own(&sequel->lost, pair->roots),
                                   ll_own_key(pair->cause, pair->roots));
    bool nowhere = sequel->place.position == LL_POSITION_UNKNOWN &&
                   !sequel->place.is_null && sequel->allocated.count == 0 &&
                   (sequel->place.region == LL_REGION_NOTHING ||
                    sequel->place.region == LL_REGION_UNKNOWN);
    /* Or it leads to the part of the stack that no function uses. */
    nowhere = nowhere || (sequel->kind == LL_STACK_ESCAPE && sequel->variable == NULL);
    return (ll_kind_is_access(sequel->kind) || sequel->kind == LL_INVALID_FREE ||
            sequel->kind == LL_STACK_ESCAPE) &&
           nowhere && hits_variables(pair->cause) &&
           !ll_share_tool(pair->cause, sequel);
}

/* ---- one block, several lines ----------------------------------------------- */

static bool is_past_end(const struct ll_diag *diag)
{
    return ll_kind_is_access(diag->kind) && diag->place.region == LL_REGION_HEAP &&
           (diag->place.position == LL_AFTER || diag->place.first_bad);
}

static bool same_allocation(const struct ll_cause_pair *pair)
{
    return ll_frames_same_line(ll_stack_own(&pair->cause->allocated, pair->roots),
                               ll_stack_own(&pair->sequel->allocated, pair->roots));
}

/* The blocks of one line are too small, for several lines or several calls of one. */
bool ll_is_past_again(const struct ll_cause_pair *pair)
{
    return pair->in_order && is_past_end(pair->cause) && is_past_end(pair->sequel) &&
           same_allocation(pair);
}

/* A block whose size nobody had set is too small by chance. */
bool ll_is_past_unset_size(const struct ll_cause_pair *pair)
{
    static const char *const allocators[] = {"malloc", "calloc", "realloc",
                                             "reallocarray", NULL};
    return pair->cause->kind == LL_UNINITIALISED && is_past_end(pair->sequel) &&
           ll_called(&pair->cause->at, allocators, NULL) != NULL &&
           ll_frames_same_line(ll_own_key(pair->cause, pair->roots),
                               ll_stack_own(&pair->sequel->allocated, pair->roots));
}

/* One free that came too early, and all that was done with the block after it. */
bool ll_is_freed_again(const struct ll_cause_pair *pair)
{
    const struct ll_diag *cause = pair->cause, *sequel = pair->sequel;
    bool after_free =
        (cause->kind == LL_USE_AFTER_FREE || cause->kind == LL_DOUBLE_FREE) &&
        (sequel->kind == LL_USE_AFTER_FREE || sequel->kind == LL_DOUBLE_FREE);
    return pair->in_order && after_free && same_allocation(pair) &&
           ll_stack_own(&cause->freed, pair->roots) != NULL &&
           ll_stack_own(&sequel->freed, pair->roots) != NULL &&
           ll_stacks_same_own(&cause->freed, &sequel->freed, pair->roots);
}
