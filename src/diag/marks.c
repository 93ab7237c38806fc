/* SPDX-License-Identifier: MIT */
#include "diag/explain.h"

#include <stdio.h>
#include <string.h>

#include "diag/words.h"

/* "these 32 bytes were", "the block of 40 bytes was", "the file was" */
static void allocated(const struct ll_diag *diag, struct ll_buf *out)
{
    bool on_heap =
        diag->place.region != LL_REGION_STACK && diag->place.region != LL_REGION_GLOBAL;
    if (diag->kind == LL_DESCRIPTOR_LEAK) {
        ll_buf_puts(out, "the file was opened here");
    } else if (diag->kind == LL_UNINITIALISED) {
        ll_buf_puts(out, "the memory that holds the value came from here");
    } else if (!on_heap) {
        ll_buf_puts(out, "the variable belongs here");
    } else if (ll_kind_is_leak(diag->kind) && diag->bytes > 0) {
        ll_buf_puts(out, diag->bytes == 1 ? "this " : "these ");
        ll_say_bytes(out, diag->bytes);
        ll_buf_addf(out, " %s allocated here", diag->bytes == 1 ? "was" : "were");
    } else {
        ll_buf_puts(out, "the block was allocated here");
    }
}

static void freed(const struct ll_diag *diag, struct ll_buf *out)
{
    ll_buf_puts(out, diag->kind == LL_DOUBLE_FREE ? "it was freed here the first time"
                                                  : "it was freed here");
}

static const struct {
    const char *before, *after;
} losses[LL_LOSS_COUNT] = {
    [LL_LOSS_UNKNOWN] = {"the last pointer to", "was lost"},
    [LL_LOSS_OVERWRITTEN] = {"the last pointer to", "was overwritten"},
    [LL_LOSS_SCOPE_END] = {"the last pointer to", "came to its end"},
    [LL_LOSS_RETURN_IGNORED] = {"the address of", "was returned and not kept"},
    [LL_LOSS_NEVER_STORED] = {"the address of", "was not kept"},
    [LL_LOSS_CONTAINER_FREED] = {"the block that held the last pointer to",
                                 "was freed"},
    [LL_LOSS_LONGJMP] = {"the last pointer to", "was left behind by a jump"},
    [LL_LOSS_THREAD_END] = {"the last pointer to", "ended with its thread"},
};

static void lost(const struct ll_diag *diag, struct ll_buf *out)
{
    ll_buf_addf(out, "%s %s", losses[diag->how].before,
                ll_amount_is_one(diag) ? "it" : "them");
    if (diag->variable != NULL && strlen(diag->variable) <= 64)
        ll_buf_addf(out, ", `%s`,", diag->variable);
    ll_buf_addf(out, " %s %shere", losses[diag->how].after,
                diag->approximate ? "near " : "");
}

static void accessed(const struct ll_diag *diag, struct ll_buf *out)
{
    bool reads = diag->kind == LL_INVALID_READ;
    if (diag->access > 0) {
        ll_say_bytes(out, diag->access);
        ll_buf_addf(out, " %s ", diag->access == 1 ? "was" : "were");
    } else {
        ll_buf_puts(out, "memory was ");
    }
    ll_buf_puts(out, reads ? "read here" : "written here");
}

static const char *const at_captions[LL_KIND_COUNT] = {
    [LL_USE_AFTER_FREE] = "it was used here",
    [LL_DOUBLE_FREE] = "it was freed here the second time",
    [LL_INVALID_FREE] = "the address was given away here",
    [LL_UNINITIALISED] = "the value was used here",
    [LL_OVERLAP] = "the copy was made here",
    [LL_BAD_SIZE] = "the size was given here",
    [LL_STACK_ESCAPE] = "it was used here",
    [LL_CRASH] = "the program was stopped here",
};

static void at(const struct ll_diag *diag, struct ll_buf *out)
{
    if (diag->kind == LL_INVALID_READ || diag->kind == LL_INVALID_WRITE)
        accessed(diag, out);
    else if (diag->kind == LL_MISMATCHED_FREE)
        ll_buf_addf(out, "it was given to %s here", ll_deallocator(diag));
    else if (at_captions[diag->kind] != NULL)
        ll_buf_puts(out, at_captions[diag->kind]);
    else
        ll_buf_puts(out, "it happened here");
}

size_t ll_diag_marks(const struct ll_diag *diag, const char *const *roots,
                     struct ll_mark marks[LL_MARKS_MAX])
{
    const struct {
        enum ll_role role;
        const struct ll_stack *stack;
        void (*say)(const struct ll_diag *diag, struct ll_buf *out);
    } places[] = {
        {LL_ROLE_ALLOCATED, &diag->allocated, allocated},
        {LL_ROLE_FREED, &diag->freed, freed},
        {LL_ROLE_LOST, &diag->lost, lost},
        {LL_ROLE_AT, &diag->at, at},
    };
    size_t count = 0;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const struct ll_frame *frame = ll_stack_own(places[i].stack, roots);
        /* A descriptor's allocation is where it happened: once is enough. */
        bool again = places[i].role == LL_ROLE_AT && diag->kind == LL_DESCRIPTOR_LEAK &&
                     count > 0;
        if (frame == NULL || again)
            continue;
        struct ll_mark *mark = &marks[count++];
        struct ll_buf caption = LL_BUF_INIT;
        places[i].say(diag, &caption);
        mark->role = places[i].role;
        mark->frame = frame;
        snprintf(mark->caption, sizeof mark->caption, "%s", ll_buf_text(&caption));
        ll_buf_release(&caption);
    }
    return count;
}

const struct ll_mark *ll_diag_main_mark(const struct ll_mark *marks, size_t count)
{
    static const enum ll_role order[] = {LL_ROLE_LOST, LL_ROLE_AT, LL_ROLE_ALLOCATED,
                                         LL_ROLE_FREED};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        for (size_t m = 0; m < count; m++)
            if (marks[m].role == order[i])
                return &marks[m];
    return NULL;
}
