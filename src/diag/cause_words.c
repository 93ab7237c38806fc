/* SPDX-License-Identifier: MIT
 *
 * cause_words: what a fault is told to have led to. */
#include "diag/cause_rules.h"

#include <limits.h>
#include <string.h>

#include "base/path.h"
#include "base/signals.h"
#include "diag/explain.h"
#include "diag/words.h"

static void say_where(const struct ll_diag *diag, const char *const *roots,
                      struct ll_buf *out)
{
    const struct ll_frame *own = ll_own_key(diag, roots);
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

void ll_say_sequel_next(const struct ll_cause_pair *pair, struct ll_buf *out)
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

void ll_say_sequel_used(const struct ll_cause_pair *pair, struct ll_buf *out)
{
    const struct ll_frame *own = ll_own_key(pair->sequel, pair->roots);
    if (own != NULL)
        ll_buf_addf(out, "It was passed on, and used at %s:%u.",
                    ll_path_base(own->file), own->line);
}

void ll_say_sequel_perhaps(const struct ll_cause_pair *pair, struct ll_buf *out)
{
    const struct ll_frame *own = ll_own_key(pair->sequel, pair->roots);
    if (own != NULL)
        ll_buf_addf(
            out, "An unset value was used at %s:%u, too: it may have the same cause.",
            ll_path_base(own->file), own->line);
}

void ll_say_sequel_stopped(const struct ll_cause_pair *pair, struct ll_buf *out)
{
    bool partly = false;
    const char *name = ll_unset_value(pair->sequel, &partly);
    if (name == NULL)
        return;
    ll_buf_addf(out, "In another line `%s` is unset, too", name);
    say_where(pair->sequel, pair->roots, out);
    ll_buf_puts(out, ": there ");
    say_crash(pair->sequel, out);
    ll_buf_putc(out, '.');
}

void ll_say_sequel_overflow(const struct ll_cause_pair *pair, struct ll_buf *out)
{
    const struct ll_value_list *values = &pair->sequel->values;
    for (size_t i = 0; i < values->count; i++) {
        if (!ll_value_is_unset(&values->items[i]))
            continue;
        ll_buf_addf(out, "`%s`, which is unset, was calculated with",
                    values->items[i].name);
        say_where(pair->sequel, pair->roots, out);
        ll_buf_puts(out, ": the result there did not fit in its type.");
        return;
    }
}

void ll_say_sequel_signal(const struct ll_cause_pair *pair, struct ll_buf *out)
{
    const char *name = ll_signal_name(pair->sequel->signal);
    if (name != NULL)
        ll_buf_addf(out, "There the system stopped the program with %s.", name);
}

void ll_say_sequel_both(const struct ll_cause_pair *pair, struct ll_buf *out)
{
    if (pair->sequel->kind != pair->cause->kind)
        ll_buf_addf(out, "The same line also %s there.",
                    pair->sequel->kind == LL_INVALID_READ ? "reads" : "writes");
}

void ll_say_sequel_again(const struct ll_cause_pair *pair, struct ll_buf *out)
{
    ll_buf_puts(out, "The same happened again later");
    say_where(pair->sequel, pair->roots, out);
    ll_buf_putc(out, '.');
}

void ll_say_sequel_later(const struct ll_cause_pair *pair, struct ll_buf *out)
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

void ll_say_sequel_resized(const struct ll_cause_pair *pair, struct ll_buf *out)
{
    ll_buf_puts(out, "That free was a realloc with the size 0");
    say_where(pair->sequel, pair->roots, out);
    ll_buf_puts(out, ": in this C library it frees the block and returns NULL, as if "
                     "it had failed.");
}

void ll_say_sequel_unset(const struct ll_cause_pair *pair, struct ll_buf *out)
{
    ll_buf_puts(out,
                "A value read there can count as one that nobody set. The following "
                "may be a consequence of this fault: ");
    ll_diag_headline(pair->sequel, out);
    say_where(pair->sequel, pair->roots, out);
    ll_buf_putc(out, '.');
}

void ll_say_sequel_more(const struct ll_cause_pair *pair, struct ll_buf *out)
{
    const struct ll_stack *stack = &pair->sequel->allocated;
    const struct ll_frame *own = ll_stack_own(stack, pair->roots);
    const char *called = own != NULL && own > stack->frames ? own[-1].function : NULL;
    ll_buf_puts(out, "With it ");
    ll_say_amount(out, pair->sequel);
    ll_buf_addf(out, " more went, which %.*s allocated",
                called != NULL ? (int)strcspn(called, "@") : INT_MAX,
                called != NULL ? called : "the C library");
    say_where(pair->sequel, pair->roots, out);
    ll_buf_putc(out, '.');
}

/* Those of another line. */
void ll_say_sequel_ring(const struct ll_cause_pair *pair, struct ll_buf *out)
{
    if (ll_same_own_line(pair))
        return;
    ll_buf_puts(out, "Of the ring, ");
    ll_say_amount(out, pair->sequel);
    ll_buf_puts(out, ll_amount_is_one(pair->sequel) ? " was" : " were");
    ll_buf_puts(out, " allocated in another line");
    say_where(pair->sequel, pair->roots, out);
    ll_buf_putc(out, '.');
}

void ll_say_sequel_stays(const struct ll_cause_pair *pair, struct ll_buf *out)
{
    (void)pair;
    ll_buf_puts(out, "That free could not take the block back: it stays, and is lost.");
}

/* "list.c:12 reads": what another line did in the same way; false: it is the same. */
static bool say_other_line(const struct ll_cause_pair *pair, const char *verb,
                           struct ll_buf *out)
{
    const struct ll_frame *own = ll_own_key(pair->sequel, pair->roots);
    return own != NULL && !ll_same_own_line(pair) &&
           ll_buf_addf(out, "%s:%u %s", ll_path_base(own->file), own->line, verb);
}

void ll_say_sequel_sized(const struct ll_cause_pair *pair, struct ll_buf *out)
{
    ll_buf_puts(out,
                "So the size of the block was left to chance, and this followed: ");
    ll_diag_headline(pair->sequel, out);
    say_where(pair->sequel, pair->roots, out);
    ll_buf_putc(out, '.');
}

void ll_say_sequel_past(const struct ll_cause_pair *pair, struct ll_buf *out)
{
    bool reads = pair->sequel->kind == LL_INVALID_READ;
    if (say_other_line(pair, reads ? "reads" : "writes", out))
        ll_buf_puts(out, " past the end, too.");
}

void ll_say_sequel_freed(const struct ll_cause_pair *pair, struct ll_buf *out)
{
    bool again = pair->sequel->kind == LL_DOUBLE_FREE;
    if (say_other_line(pair, again ? "frees" : "uses", out))
        ll_buf_puts(out, again ? " the block again." : " the block after that, too.");
}

void ll_say_sequel_moved(const struct ll_cause_pair *pair, struct ll_buf *out)
{
    ll_buf_puts(out, "That realloc");
    say_where(pair->sequel, pair->roots, out);
    ll_buf_puts(out, " returned the address of the new block, and it was not kept: ");
    ll_diag_headline(pair->sequel, out);
    ll_buf_putc(out, '.');
}
