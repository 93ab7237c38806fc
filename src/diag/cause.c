/* SPDX-License-Identifier: MIT
 *
 * Each rule is a row of a table: two diagnoses come in, and the rule says whether one
 * follows from the other. The rows are tried in their order, each on all pairs.
 */
#include "diag/cause.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/signals.h"
#include "base/text.h"
#include "diag/explain.h"
#include "diag/holder.h"
#include "diag/kinds.h"
#include "diag/words.h"

/* A pair of two different diagnoses of one list. */
struct pair {
    const struct ll_diag *cause, *sequel;
    bool in_order; /* the cause comes first in the list */
    const char *const *roots;
};

/* ---- questions ------------------------------------------------------------------ */

static const struct ll_frame *own_key(const struct ll_diag *diag,
                                      const char *const *roots)
{
    return ll_stack_own(ll_diag_key_stack(diag), roots);
}

static bool same_line(const struct ll_frame *a, const struct ll_frame *b)
{
    return a != NULL && b != NULL && a->line == b->line &&
           strcmp(a->file, b->file) == 0;
}

/* Whether both happened in the same line of the reader's code. */
static bool same_own_line(const struct pair *pair)
{
    return same_line(own_key(pair->cause, pair->roots),
                     own_key(pair->sequel, pair->roots));
}

static bool share_tool(const struct ll_diag *a, const struct ll_diag *b)
{
    for (size_t i = 0; i < a->witness_count; i++)
        if (!a->witnesses[i].of_sequel && ll_diag_seen_by(b, a->witnesses[i].tool))
            return true;
    return false;
}

static bool is_access(const struct ll_diag *diag)
{
    return diag->kind == LL_INVALID_READ || diag->kind == LL_INVALID_WRITE;
}

/* Whether the innermost frame is the reader's own: not a function of the C library. */
static bool is_in_own_code(const struct ll_diag *diag, const char *const *roots)
{
    return diag->at.count > 0 && ll_stack_own(&diag->at, roots) == diag->at.frames;
}

/* ---- a run that was stopped ------------------------------------------------------ */

/* Whether the loss may be nothing but the stop: the block was on its way from malloc to
 * its variable, or the stack was no longer whole. */
static bool was_lost_by_stop(const struct pair *pair)
{
    const struct ll_diag *leak = pair->sequel;
    const struct ll_frame *stop = own_key(pair->cause, pair->roots);
    const struct ll_frame *lost = ll_stack_own(&leak->lost, pair->roots);
    if (stop == NULL)
        return leak->how == LL_LOSS_UNKNOWN;
    return same_line(stop, lost) ||
           (lost == NULL &&
            same_line(stop, ll_stack_own(&leak->allocated, pair->roots)));
}

/* A block that is not freed, or a file that is not closed, because a signal ended the
 * program before it came to that. A block whose last pointer went before the signal was
 * lost all the same. */
static bool is_left_by_stop(const struct pair *pair)
{
    enum ll_kind kind = pair->sequel->kind;
    if (pair->cause->signal == 0 || !share_tool(pair->cause, pair->sequel))
        return false;
    return ll_kind_is_reachable(kind) || kind == LL_DESCRIPTOR_LEAK ||
           (kind == LL_POSSIBLY_LOST && pair->sequel->lost.count == 0) ||
           (ll_kind_is_leak(kind) && was_lost_by_stop(pair));
}

/* ---- one access, several tools --------------------------------------------------- */

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
static bool is_same_access(const struct pair *pair)
{
    int cause = weight_of(pair->cause), sequel = weight_of(pair->sequel);
    if (sequel == 0 || cause <= sequel || !same_own_line(pair))
        return false;
    return pair->sequel->kind == LL_OVERLAP || pair->cause->kind == LL_BAD_SIZE ||
           !share_tool(pair->cause, pair->sequel);
}

/* "a[4] += 1": the same bytes are read and written. */
static bool is_read_and_write(const struct pair *pair)
{
    const struct ll_place *a = &pair->cause->place, *b = &pair->sequel->place;
    return pair->in_order && is_access(pair->cause) && is_access(pair->sequel) &&
           same_own_line(pair) && a->region == b->region &&
           a->position == b->position && a->distance == b->distance &&
           a->block_size == b->block_size && a->is_null == b->is_null &&
           ll_stacks_same_own(&pair->cause->allocated, &pair->sequel->allocated,
                              pair->roots) &&
           ll_same_text(pair->cause->variable, pair->sequel->variable);
}

/* A crash where the access, the free or the size was wrong. */
static bool is_crash_of_access(const struct pair *pair)
{
    return pair->sequel->kind == LL_CRASH && weight_of(pair->cause) > 0 &&
           same_own_line(pair);
}

/* What a sanitizer says of an operation, and the signal that came of it there. */
static bool is_crash_of_operation(const struct pair *pair)
{
    return pair->sequel->kind == LL_CRASH && pair->cause->kind == LL_OTHER &&
           !pair->cause->place.is_null && same_own_line(pair);
}

/* "member access within null pointer" says no more than the access does. */
static bool is_operation_on_null(const struct pair *pair)
{
    return pair->sequel->kind == LL_OTHER && pair->sequel->place.is_null &&
           pair->cause->place.is_null && pair->cause->kind != LL_OTHER &&
           same_own_line(pair);
}

/* ---- values that nobody had set -------------------------------------------------- */

/* An unset address, index, size or divisor, and what went wrong by it. */
static bool is_by_unset(const struct pair *pair)
{
    enum ll_kind kind = pair->sequel->kind;
    bool goes_wrong = kind == LL_CRASH || kind == LL_INVALID_READ ||
                      kind == LL_INVALID_WRITE || kind == LL_INVALID_FREE ||
                      kind == LL_BAD_SIZE || kind == LL_OTHER;
    return pair->cause->kind == LL_UNINITIALISED && goes_wrong && same_own_line(pair);
}

static bool are_unset(const struct pair *pair)
{
    return pair->in_order && pair->cause->kind == LL_UNINITIALISED &&
           pair->sequel->kind == LL_UNINITIALISED;
}

/* One value that is printed is looked at many times, all in the C library. */
static bool is_unset_in_line(const struct pair *pair)
{
    return are_unset(pair) && same_own_line(pair);
}

/* The same variable, or memory from the same call of malloc, in a later line. */
static bool is_unset_again(const struct pair *pair)
{
    const struct ll_diag *a = pair->cause, *b = pair->sequel;
    if (!are_unset(pair) || own_key(b, pair->roots) == NULL)
        return false;
    const struct ll_frame *from = ll_stack_own(&a->allocated, pair->roots);
    bool same_origin = same_line(from, ll_stack_own(&b->allocated, pair->roots)) &&
                       ll_stacks_same_own(&a->allocated, &b->allocated, pair->roots);
    bool same_name = a->variable != NULL && ll_same_text(a->variable, b->variable) &&
                     a->declared != NULL && ll_same_text(a->declared, b->declared);
    bool other_name = a->variable != NULL && b->variable != NULL && !same_name;
    return same_name || (same_origin && !other_name);
}

/* A tool may lose the way out of the C library: such a place belongs to what the same
 * tool saw before it. */
static bool is_placeless(const struct pair *pair)
{
    const struct ll_diag *sequel = pair->sequel;
    bool strays = sequel->kind == LL_UNINITIALISED || is_access(sequel);
    return pair->in_order && strays && own_key(sequel, pair->roots) == NULL &&
           pair->cause->kind == LL_UNINITIALISED && share_tool(pair->cause, sequel) &&
           own_key(pair->cause, pair->roots) != NULL;
}

/* The same function reads the ended variable again, or another part of it. */
static bool is_escape_again(const struct pair *pair)
{
    const struct ll_frame *first = own_key(pair->cause, pair->roots);
    const struct ll_frame *again = own_key(pair->sequel, pair->roots);
    return pair->in_order && pair->cause->kind == LL_STACK_ESCAPE &&
           pair->sequel->kind == LL_STACK_ESCAPE && first != NULL && again != NULL &&
           first->function != NULL && ll_same_text(first->function, again->function) &&
           (pair->sequel->variable == NULL ||
            ll_same_text(pair->cause->variable, pair->sequel->variable));
}

/* What lies in memory that has ended counts as unset for a tool that does not know that
 * it is an ended variable's. The value is used by the function that read it, or by one
 * that got it from there. */
static bool is_unset_after_escape(const struct pair *pair)
{
    const struct ll_diag *unset = pair->sequel;
    const struct ll_frame *own = own_key(unset, pair->roots);
    if (pair->cause->kind != LL_STACK_ESCAPE || unset->kind != LL_UNINITIALISED ||
        unset->place.region == LL_REGION_HEAP || unset->variable != NULL)
        return false;
    bool reached = own == NULL;
    for (size_t i = 0; i < pair->cause->at.count && !reached; i++)
        reached = ll_same_text(pair->cause->at.frames[i].function, own->function) &&
                  own->function != NULL;
    return reached;
}

/* ---- after an overflow ----------------------------------------------------------- */

static bool is_overflow(const struct ll_diag *diag)
{
    return diag->kind == LL_INVALID_WRITE && !diag->place.is_null &&
           (diag->place.position != LL_POSITION_UNKNOWN ||
            diag->place.region == LL_REGION_ALLOCA);
}

/* Whether the write went over variables, which lie beside each other, or over the way
 * back from a function. The blocks of a heap have other blocks beside them. */
static bool hits_variables(const struct ll_diag *diag)
{
    enum ll_region region = diag->place.region;
    return region == LL_REGION_STACK || region == LL_REGION_GLOBAL ||
           region == LL_REGION_ARRAY || region == LL_REGION_ALLOCA;
}

/* A crash that has no line, or is in the C library, or used an address that is not
 * NULL. A NULL pointer in the reader's own code is a mistake of its own. */
static bool is_crash_after_overflow(const struct pair *pair)
{
    const struct ll_diag *crash = pair->sequel;
    if (crash->kind != LL_CRASH || !is_overflow(pair->cause) || crash->signal == SIGFPE)
        return false;
    if (own_key(crash, pair->roots) == NULL)
        return true;
    return !crash->place.is_null && !ll_stack_is_full(crash) &&
           (hits_variables(pair->cause) || !is_in_own_code(crash, pair->roots));
}

/* The write went over a pointer: its block is lost in that line, and the pointer's new
 * value leads nowhere. */
static bool is_pointer_after_overflow(const struct pair *pair)
{
    const struct ll_diag *sequel = pair->sequel;
    if (!is_overflow(pair->cause))
        return false;
    if (ll_kind_is_leak(sequel->kind))
        return !ll_kind_is_reachable(sequel->kind) &&
               same_line(ll_stack_own(&sequel->lost, pair->roots),
                         own_key(pair->cause, pair->roots));
    bool nowhere = sequel->place.position == LL_POSITION_UNKNOWN &&
                   !sequel->place.is_null && sequel->allocated.count == 0 &&
                   (sequel->place.region == LL_REGION_NOTHING ||
                    sequel->place.region == LL_REGION_UNKNOWN);
    return (is_access(sequel) || sequel->kind == LL_INVALID_FREE) && nowhere &&
           hits_variables(pair->cause) && !share_tool(pair->cause, sequel);
}

/* ---- leaks ----------------------------------------------------------------------- */

/* free could not take the block back, and so it stays. */
static bool is_left_by_free(const struct pair *pair)
{
    return pair->cause->kind == LL_INVALID_FREE &&
           ll_kind_is_leak(pair->sequel->kind) &&
           same_line(ll_stack_own(&pair->cause->allocated, pair->roots),
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

static bool same_loss(const struct pair *pair)
{
    const struct ll_diag *a = pair->cause, *b = pair->sequel;
    const struct ll_frame *lost = ll_stack_own(&a->lost, pair->roots);
    const struct ll_frame *also = ll_stack_own(&b->lost, pair->roots);
    return a->how == b->how && a->return_line == b->return_line &&
           same_variable(a->variable, b->variable) &&
           (lost == also || same_line(lost, also));
}

/* Whether a function of the C library asked for the block, on behalf of the reader's
 * code: not malloc itself, which is the frame above. */
static bool is_taken_by_library(const struct ll_diag *leak, const char *const *roots)
{
    const struct ll_frame *own = ll_stack_own(&leak->allocated, roots);
    return own != NULL && own > leak->allocated.frames + 1;
}

/* Of two lost references: whether one line took them, to objects of one type. Of two
 * lost blocks: true. */
static bool same_reference(const struct pair *pair)
{
    const struct ll_diag *a = pair->cause, *b = pair->sequel;
    if (a->kind != LL_LOST_REFERENCE && b->kind != LL_LOST_REFERENCE)
        return true;
    return a->kind == b->kind && ll_same_text(a->type, b->type) &&
           same_line(ll_stack_own(&a->at, pair->roots),
                     ll_stack_own(&b->at, pair->roots));
}

static bool are_leaks(const struct pair *pair)
{
    const struct ll_diag *a = pair->cause, *b = pair->sequel;
    return pair->in_order && ll_kind_is_leak(a->kind) && ll_kind_is_leak(b->kind) &&
           same_reference(pair) &&
           ll_kind_is_reachable(a->kind) == ll_kind_is_reachable(b->kind) &&
           same_loss(pair);
}

static bool is_loss_known(const struct pair *pair)
{
    return pair->cause->how != LL_LOSS_UNKNOWN && pair->cause->lost.count > 0;
}

/* Both were taken by the C library. */
static bool are_taken_by_library(const struct pair *pair)
{
    return is_taken_by_library(pair->cause, pair->roots) &&
           is_taken_by_library(pair->sequel, pair->roots);
}

/* One line lost many blocks through one variable; or one call of the C library had
 * taken many, such as regcomp. The blocks of the library are all given back by one
 * call; of the reader's own, each has to be freed, and the innermost first. */
static bool is_more_of_loss(const struct pair *pair)
{
    return are_leaks(pair) && same_own_line(pair) &&
           (are_taken_by_library(pair) ||
            (is_loss_known(pair) && pair->cause->kind == pair->sequel->kind));
}

/* Each block of a ring is lost with the ring. One tool calls the first of them
 * definitely lost, another one none. */
static bool is_in_ring(const struct pair *pair)
{
    const struct ll_diag *a = pair->cause, *b = pair->sequel;
    return are_leaks(pair) && is_loss_known(pair) && a->ring_blocks > 0 &&
           a->ring_blocks == b->ring_blocks && a->ring_bytes == b->ring_bytes;
}

static bool is_in_ring_of_first(const struct pair *pair)
{
    return pair->cause->kind == LL_DEFINITELY_LOST && is_in_ring(pair);
}

/* What the C library took in another line, and kept in the same variable. */
static bool is_lost_with(const struct pair *pair)
{
    return are_leaks(pair) && pair->cause->kind != LL_LOST_REFERENCE &&
           are_taken_by_library(pair) && is_loss_known(pair);
}

/* What the C library keeps for an open file or folder goes back with fclose or
 * closedir: the block that is left and the descriptor that is open are one fault. */
static bool is_block_of_handle(const struct pair *pair)
{
    return pair->cause->kind == LL_DESCRIPTOR_LEAK &&
           ll_kind_is_leak(pair->sequel->kind) && ll_opens_stream(pair->sequel) &&
           ll_stacks_same_own(&pair->cause->allocated, &pair->sequel->allocated,
                              pair->roots);
}

/* realloc with the size 0 is the free after which the block was used, or freed again.
 */
static bool is_free_by_realloc(const struct pair *pair)
{
    enum ll_kind kind = pair->cause->kind;
    return (kind == LL_DOUBLE_FREE || kind == LL_USE_AFTER_FREE) &&
           pair->sequel->kind == LL_BAD_SIZE &&
           ll_same_text(pair->sequel->operation, "0") &&
           same_line(ll_stack_own(&pair->cause->freed, pair->roots),
                     own_key(pair->sequel, pair->roots));
}

/* ---- what is said of a consequence ----------------------------------------------- */

static void say_where(const struct ll_diag *diag, const char *const *roots,
                      struct ll_buf *out)
{
    const struct ll_frame *own = own_key(diag, roots);
    if (own != NULL)
        ll_buf_addf(out, " (%s:%u)", ll_path_base(own->file), own->line);
}

/* After another fault, what the signal means in general does not hold. */
static void say_crash(const struct ll_diag *crash, struct ll_buf *out)
{
    const char *name = ll_signal_name(crash->signal);
    if (name != NULL)
        ll_buf_addf(out, "the program was stopped by %s", name);
    else
        ll_diag_headline(crash, out);
}

static void say_next(const struct pair *pair, struct ll_buf *out)
{
    ll_buf_puts(out, pair->sequel->kind == LL_CRASH
                         ? "In the same line this followed: "
                         : "The same line went wrong in this way, too: ");
    if (pair->sequel->kind == LL_CRASH)
        say_crash(pair->sequel, out);
    else
        ll_diag_headline(pair->sequel, out);
    ll_buf_putc(out, '.');
}

static void say_signal(const struct pair *pair, struct ll_buf *out)
{
    const char *name = ll_signal_name(pair->sequel->signal);
    if (name != NULL)
        ll_buf_addf(out, "There the system stopped the program with %s.", name);
}

static void say_both(const struct pair *pair, struct ll_buf *out)
{
    ll_buf_addf(out, "The same line also %s there.",
                pair->sequel->kind == LL_INVALID_READ ? "reads" : "writes");
}

static void say_again(const struct pair *pair, struct ll_buf *out)
{
    ll_buf_puts(out, "The same happened again later");
    say_where(pair->sequel, pair->roots, out);
    ll_buf_putc(out, '.');
}

static void say_later(const struct pair *pair, struct ll_buf *out)
{
    static const char first[] = "Mend this fault first: what came after such a write "
                                "may follow from it:";
    const char *said = pair->cause->sequel;
    bool again = said != NULL && strstr(said, first) != NULL;
    ll_buf_addf(out, "%s ", again ? "So may this:" : first);
    if (pair->sequel->kind == LL_CRASH)
        say_crash(pair->sequel, out);
    else
        ll_diag_headline(pair->sequel, out);
    say_where(pair->sequel, pair->roots, out);
    ll_buf_putc(out, '.');
}

static void say_resized(const struct pair *pair, struct ll_buf *out)
{
    ll_buf_puts(out, "That free was a realloc with the size 0");
    say_where(pair->sequel, pair->roots, out);
    ll_buf_puts(out, ": in this C library it frees the block and returns NULL, as if "
                     "it had failed.");
}

static void say_unset(const struct pair *pair, struct ll_buf *out)
{
    ll_buf_puts(out,
                "A value read there can count as one that nobody set. The following "
                "may be a consequence of this fault: ");
    ll_diag_headline(pair->sequel, out);
    say_where(pair->sequel, pair->roots, out);
    ll_buf_putc(out, '.');
}

static void say_more(const struct pair *pair, struct ll_buf *out)
{
    ll_buf_puts(out, "With it ");
    ll_say_amount(out, pair->sequel);
    ll_buf_puts(out, " more went, which the C library had asked for");
    say_where(pair->sequel, pair->roots, out);
    ll_buf_putc(out, '.');
}

/* Those of another line. */
static void say_ring(const struct pair *pair, struct ll_buf *out)
{
    if (same_own_line(pair))
        return;
    ll_buf_puts(out, "Of the ring, ");
    ll_say_amount(out, pair->sequel);
    ll_buf_puts(out, ll_amount_is_one(pair->sequel) ? " was" : " were");
    ll_buf_puts(out, " allocated in another line");
    say_where(pair->sequel, pair->roots, out);
    ll_buf_putc(out, '.');
}

static void say_stays(const struct pair *pair, struct ll_buf *out)
{
    (void)pair;
    ll_buf_puts(out, "That free could not take the block back: it stays, and is lost.");
}

/* ---- the rules ------------------------------------------------------------------- */

/* The name for what two variables are part of: `slots[...]` for the elements of an
 * array, else the outermost variable. */
static char *common_name(const char *a, const char *b)
{
    size_t length = strcspn(a, "[");
    char *name = NULL;
    if (a[length] == '[' && strncmp(a, b, length + 1) == 0)
        return asprintf(&name, "%.*s[...]", (int)length, a) < 0 ? NULL : name;
    return strndup(a, strcspn(a, ".-["));
}

static int add_amounts(struct ll_diag *cause, const struct ll_diag *sequel,
                       struct ll_error *err)
{
    cause->bytes += sequel->bytes;
    cause->blocks += sequel->blocks;
    if (cause->variable == NULL || sequel->variable == NULL ||
        strcmp(cause->variable, sequel->variable) == 0)
        return 0;
    char *name = common_name(cause->variable, sequel->variable);
    if (name == NULL)
        return ll_fail_memory(err);
    free(cause->variable);
    cause->variable = name;
    return 0;
}

static const struct rule {
    bool (*follows)(const struct pair *pair);
    void (*say)(const struct pair *pair, struct ll_buf *out); /* NULL: nothing */
    enum {
        SAME,
        MORE,
        AFTER
    } is; /* the same fault; more blocks of the same loss, of
             which the amounts are added; something that came
             after it, which a tool may have seen alone */
} rules[] = {
    {is_left_by_stop, NULL, AFTER},
    {is_block_of_handle, NULL, SAME},
    {is_free_by_realloc, say_resized, SAME},
    {is_same_access, NULL, SAME},
    {is_operation_on_null, NULL, SAME},
    {is_unset_in_line, NULL, SAME},
    {is_by_unset, say_next, AFTER},
    {is_crash_of_access, say_signal, SAME},
    {is_crash_of_operation, say_signal, SAME},
    {is_read_and_write, say_both, SAME},
    {is_placeless, NULL, SAME},
    {is_unset_again, say_again, SAME},
    {is_escape_again, say_again, SAME},
    {is_unset_after_escape, say_unset, AFTER},
    {is_crash_after_overflow, say_later, AFTER},
    {is_pointer_after_overflow, say_later, AFTER},
    {is_left_by_free, say_stays, AFTER},
    {is_in_ring_of_first, say_ring, MORE},
    {is_in_ring, NULL, MORE},
    {is_more_of_loss, NULL, MORE},
    {is_lost_with, say_more, SAME},
};

/* Append a sentence, unless it was said. */
static int add_sequel(struct ll_diag *cause, struct ll_buf *sentence,
                      struct ll_error *err)
{
    struct ll_buf all = LL_BUF_INIT;
    const char *said = cause->sequel == NULL ? "" : cause->sequel;
    int result = 0;
    if (!sentence->full &&
        (sentence->len == 0 || strstr(said, ll_buf_text(sentence)) != NULL))
        return 0;
    ll_buf_addf(&all, "%s%s%s", said, said[0] == '\0' ? "" : " ",
                ll_buf_text(sentence));
    if (sentence->full || all.full || !ll_set_text(&cause->sequel, ll_buf_text(&all)))
        result = ll_fail_memory(err);
    ll_buf_release(&all);
    return result;
}

static int take_witnesses(const struct rule *rule, struct ll_diag *cause,
                          const struct ll_diag *sequel, struct ll_error *err)
{
    size_t old = cause->witness_count;
    /* A stop is no sight of the leak, nor the other way round. */
    if (rule->follows == is_left_by_stop)
        return 0;
    if (!ll_diag_take_witnesses(cause, sequel))
        return ll_fail_memory(err);
    for (size_t i = old; i < cause->witness_count; i++)
        cause->witnesses[i].of_sequel = rule->is == AFTER;
    return 0;
}

/* Two faults of one line: what one tool knows of its variables goes for both. */
static int take_values(struct ll_diag *cause, const struct pair *pair,
                       struct ll_error *err)
{
    if (!same_own_line(pair) || cause->values.count > 0 ||
        pair->sequel->path.count == 0)
        return 0;
    ll_path_release(&cause->path);
    return ll_values_copy(&cause->values, &pair->sequel->values) &&
                   ll_path_copy(&cause->path, &pair->sequel->path)
               ? 0
               : ll_fail_memory(err);
}

/* The block of an open file or folder: where it was lost, the file was. */
static int take_loss(struct ll_diag *cause, const struct ll_diag *sequel,
                     struct ll_error *err)
{
    if (cause->kind != LL_DESCRIPTOR_LEAK)
        return 0;
    if (ll_kind_is_fault(sequel->kind))
        cause->bytes = sequel->bytes;
    if (sequel->lost.count == 0)
        return 0;
    ll_stack_release(&cause->lost);
    cause->how = sequel->how;
    cause->approximate = sequel->approximate;
    cause->return_line = sequel->return_line;
    return ll_stack_copy(&cause->lost, &sequel->lost) &&
                   ll_set_text(&cause->variable, sequel->variable) &&
                   ll_set_text(&cause->declared, sequel->declared)
               ? 0
               : ll_fail_memory(err);
}

static int join(const struct rule *rule, const struct pair *pair, struct ll_diag *cause,
                struct ll_error *err)
{
    struct ll_buf sentence = LL_BUF_INIT;
    if (rule->say != NULL)
        rule->say(pair, &sentence);
    if (pair->sequel->sequel != NULL)
        ll_buf_addf(&sentence, "%s%s", sentence.len > 0 ? " " : "",
                    pair->sequel->sequel);
    int result = add_sequel(cause, &sentence, err);
    ll_buf_release(&sentence);
    if (result == 0)
        result = take_witnesses(rule, cause, pair->sequel, err);
    if (result == 0)
        result = take_values(cause, pair, err);
    if (result == 0)
        result = take_loss(cause, pair->sequel, err);
    if (result == 0 && rule->is == MORE)
        result = add_amounts(cause, pair->sequel, err);
    return result;
}

/* Find what `list->items[sequel]` follows from, by this rule; the nearest before it
 * counts, else the nearest after it. NULL: nothing. */
static struct ll_diag *find_cause(const struct rule *rule, struct ll_diags *list,
                                  size_t sequel, struct pair *pair)
{
    for (size_t i = 1; i < list->count; i++) {
        bool before = i <= sequel;
        size_t place = before ? sequel - i : i;
        pair->cause = &list->items[place];
        pair->in_order = before;
        if (rule->follows(pair))
            return &list->items[place];
    }
    return NULL;
}

static int apply(const struct rule *rule, struct ll_diags *list,
                 const char *const *roots, struct ll_error *err)
{
    for (size_t i = list->count; i-- > 0;) {
        struct pair pair = {.sequel = &list->items[i], .roots = roots};
        struct ll_diag *cause = find_cause(rule, list, i, &pair);
        if (cause == NULL)
            continue;
        if (join(rule, &pair, cause, err) != 0)
            return -1;
        ll_diags_remove(list, i);
    }
    return 0;
}

static bool is_named(const char *const *names, const char *name)
{
    for (; names != NULL && *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

/* Mark what was found in runs that were stopped at a limit, and in no other. */
static void mark_cut(struct ll_diags *list, const char *const *stopped)
{
    for (size_t i = 0; i < list->count; i++) {
        struct ll_diag *diag = &list->items[i];
        diag->cut_short = diag->witness_count > 0;
        for (size_t w = 0; w < diag->witness_count; w++)
            diag->cut_short =
                diag->cut_short && is_named(stopped, diag->witnesses[w].tool);
    }
}

int ll_diags_settle(struct ll_diags *list, const char *const *roots,
                    const char *const *stopped, struct ll_error *err)
{
    mark_cut(list, stopped);
    ll_diags_sort(list);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (apply(&rules[i], list, roots, err) != 0)
            return -1;
    for (size_t i = 0; i < list->count; i++)
        if (!ll_holder_find(&list->items[i], roots))
            return ll_fail_memory(err);
    ll_diags_sort(list);
    return 0;
}
