/* SPDX-License-Identifier: MIT */
#include "diag/held.h"

#include <stdlib.h>

#include "base/path.h"
#include "base/text.h"
#include "diag/words.h"

/* ---- taken out of the leaks ------------------------------------------------------ */

/* Of a lost object something is lost that another tool calls indirectly or possibly
 * lost: what was definitely lost, nothing led to. Of the object itself it is the other
 * way round. */
static bool accounts_for(const struct ll_held *held, const struct ll_diag *leak,
                         const char *const *roots)
{
    bool may_be =
        leak->kind == LL_POSSIBLY_LOST ||
        leak->kind == (held->is_object ? LL_DEFINITELY_LOST : LL_INDIRECTLY_LOST);
    return may_be && ll_stack_own(&held->allocated, roots) != NULL &&
           ll_stack_own(&leak->allocated, roots) != NULL &&
           ll_stacks_same_own(&held->allocated, &leak->allocated, roots);
}

/* What is not yet taken of some blocks. */
struct rest {
    unsigned long long bytes, blocks;
};

/* Take from `leak` what is not taken yet. False: the amounts do not fit, or with
 * `whole`, they are not the same. */
static bool take(struct rest *rest, struct ll_diag *leak, bool whole)
{
    bool same = leak->bytes == rest->bytes && leak->blocks == rest->blocks;
    bool less = leak->bytes < rest->bytes && leak->blocks < rest->blocks;
    bool more = leak->bytes > rest->bytes && leak->blocks > rest->blocks;
    if (rest->blocks == 0 || (whole && !same) || (!same && !less && !more))
        return false;
    const struct rest taken = more ? *rest : (struct rest){leak->bytes, leak->blocks};
    leak->bytes -= taken.bytes;
    leak->blocks -= taken.blocks;
    rest->bytes -= taken.bytes;
    rest->blocks -= taken.blocks;
    return true;
}

/* A tool that saw only what was lost with the object did not see the reference. */
static bool take_witnesses(struct ll_diag *reference, const struct ll_held *held,
                           const struct ll_diag *leak)
{
    size_t old = reference->witness_count;
    if (!ll_diag_take_witnesses(reference, leak))
        return false;
    for (size_t i = 0; i < reference->witness_count; i++) {
        struct ll_witness *witness = &reference->witnesses[i];
        if (!held->is_object)
            witness->of_sequel |= i >= old;
        else if (ll_diag_seen_by(leak, witness->tool))
            witness->of_sequel = false;
    }
    return true;
}

/* Take blocks that were lost with `list->items[*reference]`, from leaks of the same
 * amount, else of any. */
static bool take_blocks(struct ll_diags *list, size_t *reference, size_t index,
                        const char *const *roots)
{
    const struct ll_held *held = &list->items[*reference].held[index];
    struct rest rest = {held->bytes, held->blocks};
    for (int whole = 1; whole >= 0; whole--)
        for (size_t i = list->count; i-- > 0;) {
            struct ll_diag *leak = &list->items[i];
            if (!accounts_for(held, leak, roots) || !take(&rest, leak, whole == 1))
                continue;
            if (!take_witnesses(&list->items[*reference], held, leak))
                return false;
            if (leak->blocks > 0)
                continue;
            ll_diags_remove(list, i);
            *reference -= i < *reference;
        }
    return true;
}

/* Join the blocks that one own stack allocated, or Python for itself; the most bytes
 * first. */
static void sort_held(struct ll_diag *diag, const char *const *roots)
{
    size_t kept = 0;
    for (size_t i = 0; i < diag->held_count; i++) {
        struct ll_held one = diag->held[i];
        size_t like = 0;
        bool own = ll_stack_own(&one.allocated, roots) != NULL;
        while (
            like < kept &&
            (diag->held[like].is_object != one.is_object ||
             (ll_stack_own(&diag->held[like].allocated, roots) != NULL) != own ||
             !ll_stacks_same_own(&diag->held[like].allocated, &one.allocated, roots)))
            like++;
        if (like < kept) {
            diag->held[like].bytes += one.bytes;
            diag->held[like].blocks += one.blocks;
            ll_stack_release(&one.allocated);
        } else {
            diag->held[kept++] = one;
        }
    }
    diag->held_count = kept;
    for (size_t i = 1; i < kept; i++)
        for (size_t k = i; k > 0 && diag->held[k].bytes > diag->held[k - 1].bytes;
             k--) {
            struct ll_held less = diag->held[k - 1];
            diag->held[k - 1] = diag->held[k];
            diag->held[k] = less;
        }
}

int ll_held_take(struct ll_diags *list, const char *const *roots, struct ll_error *err)
{
    for (size_t i = 0; i < list->count; i++) {
        sort_held(&list->items[i], roots);
        for (size_t k = 0; k < list->items[i].held_count; k++)
            if (!take_blocks(list, &i, k, roots))
                return ll_fail_memory(err);
        ll_diag_drop_object(&list->items[i]);
    }
    return 0;
}

/* ---- told ------------------------------------------------------------------------ */

enum { PLACES_SAID = 4 };

static void say_amount(struct ll_buf *out, const struct rest *amount)
{
    ll_say_bytes(out, amount->bytes);
    if (amount->blocks > 1)
        ll_buf_addf(out, " in %llu blocks", amount->blocks);
}

/* "160 bytes in 5 blocks that list.c:9 allocated, and 40 bytes that list.c:7
 * allocated". */
static void say_held(const struct ll_diag *diag, const char *const *roots,
                     struct ll_buf *out)
{
    struct rest more = {0};
    size_t said = 0;
    for (size_t i = 0; i < diag->held_count; i++) {
        const struct ll_held *held = &diag->held[i];
        const struct ll_frame *own = ll_stack_own(&held->allocated, roots);
        if (own == NULL || said == PLACES_SAID) {
            more.bytes += held->bytes;
            more.blocks += held->blocks;
            continue;
        }
        ll_buf_puts(out, said++ == 0 ? "" : ", ");
        say_amount(out, &(struct rest){held->bytes, held->blocks});
        ll_buf_addf(out, " that %s:%u allocated", ll_path_base(own->file), own->line);
    }
    if (more.blocks == 0)
        return;
    ll_buf_puts(out, said == 0 ? "" : ", ");
    say_amount(out, &more);
    ll_buf_puts(out, said == PLACES_SAID ? " more" : " that Python allocated");
}

static int say(struct ll_diag *diag, const char *const *roots, struct ll_error *err)
{
    struct ll_buf words = LL_BUF_INIT;
    int result = 0;
    if (diag->sequel != NULL)
        ll_buf_addf(&words, "%s ", diag->sequel);
    ll_buf_addf(&words,
                "What the object%s held was lost with %s: ", ll_plural(diag->blocks),
                diag->blocks > 1 ? "them" : "it");
    say_held(diag, roots, &words);
    ll_buf_putc(&words, '.');
    if (words.full || !ll_set_text(&diag->sequel, ll_buf_text(&words)))
        result = ll_fail_memory(err);
    ll_buf_release(&words);
    return result;
}

int ll_held_say(struct ll_diags *list, const char *const *roots, struct ll_error *err)
{
    for (size_t i = 0; i < list->count; i++) {
        struct ll_diag *diag = &list->items[i];
        sort_held(diag, roots);
        if (diag->held_count > 0 && say(diag, roots, err) != 0)
            return -1;
    }
    return 0;
}
