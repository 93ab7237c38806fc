/* SPDX-License-Identifier: MIT
 *
 * marks: which lines of the source are shown with a fault, and under which words. */
#include "diag/kinds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "diag/escape.h"
#include "diag/losses.h"
#include "diag/words.h"

/* "these 32 bytes were", "the block of 40 bytes was", "the file was" */
static void allocated(const struct ll_diag *diag, struct ll_buf *out)
{
    bool on_heap =
        diag->place.region != LL_REGION_STACK && diag->place.region != LL_REGION_GLOBAL;
    const struct ll_kind_row *kind = ll_kind_row(diag->kind);
    if (ll_closed_thing(diag) != NULL) {
        ll_buf_addf(out, "the %s was opened here", ll_closed_thing(diag));
    } else if (diag->kind == LL_UNINITIALISED && !on_heap && diag->variable != NULL) {
        ll_buf_addf(out, "`%s` is declared here, without a value", diag->variable);
    } else if (diag->kind == LL_STACK_ESCAPE && diag->variable != NULL) {
        ll_buf_addf(out, "`%s` is declared here", diag->variable);
    } else if (diag->kind == LL_DESCRIPTOR_LEAK) {
        ll_buf_addf(out, "the %s was opened here", ll_handle_name(diag));
    } else if (diag->kind == LL_THREAD_LEAK) {
        ll_buf_puts(out, diag->blocks > 1 ? "these threads were started here"
                                          : "the thread was started here");
    } else if (ll_count_said(diag, ll_say_unset_values) > 0) {
        ll_buf_puts(out, "memory with unset values came from here");
    } else if (diag->kind == LL_UNINITIALISED && on_heap &&
               ll_unset_name(diag) == NULL) {
        ll_buf_puts(out, "the value comes from memory that was allocated here");
    } else if (kind->allocated_here != NULL) {
        ll_buf_puts(out, kind->allocated_here);
    } else if (!on_heap) {
        ll_buf_puts(out, "the variable belongs here");
    } else if (kind->is_leak && diag->bytes > 0) {
        bool paired = ll_is_given_back_at_once(diag);
        if (paired)
            ll_buf_addf(out, "%s allocated ", diag->allocated_by);
        ll_buf_puts(out, diag->bytes == 1 ? "this " : "these ");
        ll_say_bytes(out, diag->bytes);
        if (paired)
            ll_buf_addf(out, " here; %s gives %s back", diag->freed_by,
                        diag->bytes == 1 ? "it" : "them");
        else
            ll_buf_addf(out, " %s allocated here", diag->bytes == 1 ? "was" : "were");
    } else {
        ll_buf_puts(out, "the block was allocated here");
    }
}

static void freed(const struct ll_diag *diag, struct ll_buf *out)
{
    if (ll_closed_thing(diag) != NULL) {
        ll_buf_puts(out, ll_is_closed_twice(diag) ? "it was closed here the first time"
                                                  : "it was closed here");
        return;
    }
    ll_buf_addf(out, "%s%s",
                ll_is_freed_by_realloc(diag) ? "realloc freed it here"
                                             : "it was freed here",
                diag->kind == LL_DOUBLE_FREE ? " the first time" : "");
}

/* What pointed to it: "the last pointer to them". What pointed to an indirectly lost
 * block lies in a block that is lost itself. */
static void what_was_lost(const struct ll_diag *diag, const char *before,
                          struct ll_buf *out)
{
    bool is_one = diag->kind == LL_DESCRIPTOR_LEAK || ll_amount_is_one(diag) ||
                  (diag->kind == LL_LOST_REFERENCE && diag->blocks <= 1);
    /* What moves a pointer along its block overwrites it, but still points into it. */
    bool to_start = diag->kind == LL_POSSIBLY_LOST && diag->how == LL_LOSS_OVERWRITTEN;
    ll_buf_addf(out, "%s %s", before,
                to_start ? "their start"
                : is_one ? "it"
                         : "them");
}

static const char *last_pointer(const struct ll_diag *diag)
{
    return diag->kind == LL_INDIRECTLY_LOST ? "the last pointer that led to"
                                            : "the last pointer to";
}

/* In a function that the line calls. */
static void lost_inside(const struct ll_diag *diag, struct ll_buf *out)
{
    const char *function = ll_lost_inside(diag);
    what_was_lost(diag, last_pointer(diag), out);
    ll_buf_puts(out, " was lost in ");
    if (function != NULL)
        ll_buf_addf(out, "`%s`", function);
    else
        ll_buf_puts(out, "this call");
    if (diag->how == LL_LOSS_RETURN_IGNORED)
        ll_buf_puts(out, ", or returned and not kept here");
}

static void lost(const struct ll_diag *diag, struct ll_buf *out)
{
    static const char was[] = "was";
    const struct ll_loss_row *loss = ll_loss_row(diag);
    char *given_to = ll_escape_given_to(diag);
    bool by_pointer = strcmp(loss->before, "the last pointer to") == 0;
    bool many = by_pointer && ll_names_elements(diag->variable) &&
                diag->kind != LL_INDIRECTLY_LOST;
    if (diag->kind == LL_STACK_ESCAPE) {
        ll_buf_puts(out, "its address was handed out here");
    } else if (diag->inside) {
        lost_inside(diag, out);
    } else if (given_to != NULL) {
        what_was_lost(diag, loss->before, out);
        ll_buf_addf(out, " was given to `%s` here, and not kept", given_to);
    } else {
        bool were = many && ll_starts_with(loss->after, was);
        what_was_lost(diag,
                      many         ? "the last pointers to"
                      : by_pointer ? last_pointer(diag)
                                   : loss->before,
                      out);
        if (diag->variable != NULL && strlen(diag->variable) <= 64)
            ll_buf_addf(out, ", `%s`,", diag->variable);
        ll_buf_addf(out, " %s%s %shere", were ? "were" : "",
                    loss->after + (were ? strlen(was) : 0),
                    diag->approximate ? "near " : "");
    }
    free(given_to);
}

static void at(const struct ll_diag *diag, struct ll_buf *out)
{
    const struct ll_kind_row *kind = ll_kind_row(diag->kind);
    if (ll_is_closed_twice(diag))
        ll_buf_puts(out, "it was closed here the second time");
    else if (ll_closed_thing(diag) != NULL)
        ll_buf_puts(out, "it was used here");
    else if (ll_count_said(diag, ll_say_unset_values) > 0)
        ll_buf_puts(out, ll_unset_are_all_used(diag)
                             ? "they were used here"
                             : "at least one of them was used here");
    else if (ll_misaligned(diag) != NULL)
        ll_buf_puts(out, "the alignment was given here");
    else if (kind->say_here != NULL)
        kind->say_here(diag, out);
    else
        ll_buf_puts(out, kind->here);
}

static void say_started(const struct ll_thread *thread, struct ll_buf *out)
{
    ll_say_thread(thread, out);
    ll_buf_puts(out, " was started here");
}

static void started(const struct ll_diag *diag, struct ll_buf *out)
{
    say_started(&diag->thread, out);
}

static void other_started(const struct ll_diag *diag, struct ll_buf *out)
{
    say_started(&diag->other_thread, out);
}

static void other(const struct ll_diag *diag, struct ll_buf *out)
{
    if (diag->kind == LL_LOCK_MISUSE) {
        ll_buf_puts(out, "the second of them was taken here, in the other order");
        return;
    }
    ll_say_use(&diag->other_thread, out);
}

static void called(const struct ll_diag *diag, struct ll_buf *out)
{
    const char *what = "allocated";
    if (diag->kind == LL_DESCRIPTOR_LEAK || ll_closed_thing(diag) != NULL)
        what = "opened";
    else if (diag->kind == LL_THREAD_LEAK)
        what = "started";
    ll_buf_addf(out, "%s during this call", what);
}

static bool has_function(const struct ll_stack *stack, const char *const *roots,
                         const char *function)
{
    const struct ll_frame *own[8];
    size_t count = ll_stack_owns(stack, roots, own, sizeof own / sizeof *own);
    for (size_t i = 0; i < count; i++)
        if (own[i]->function != NULL && strcmp(own[i]->function, function) == 0)
            return true;
    return false;
}

/* The frame that called the function that allocated the block, if that function had
 * returned when the fault happened; NULL: it is of no help. Its file is one that the
 * fault is about already: tests that call a learner's functions are not shown. */
static const struct ll_frame *find_caller(const struct ll_diag *diag,
                                          const char *const *roots)
{
    const struct ll_frame *own[8], *fault;
    const struct ll_stack *after = diag->lost.count > 0 ? &diag->lost : &diag->at;
    size_t count =
        ll_stack_owns(&diag->allocated, roots, own, sizeof own / sizeof *own);
    fault = ll_stack_own(after, roots);
    size_t i = 1;
    if (count < 2 || own[0]->function == NULL ||
        has_function(after, roots, own[0]->function))
        return NULL;
    while (i < count && own[i]->function != NULL &&
           strcmp(own[i]->function, own[0]->function) == 0)
        i++;
    if (i == count || (strcmp(own[i]->file, own[0]->file) != 0 &&
                       (fault == NULL || strcmp(own[i]->file, fault->file) != 0)))
        return NULL;
    return ll_frames_same_line(fault, own[i]) ? NULL : own[i];
}

/* Whether the line that made the object is the one that took the reference. */
static bool is_made_by_taking(const struct ll_diag *diag, const struct ll_frame *made,
                              const char *const *roots)
{
    return diag->kind == LL_LOST_REFERENCE &&
           ll_frames_same_line(made, ll_stack_own(&diag->at, roots));
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
        {LL_ROLE_CALLED, &diag->allocated, called},
        {LL_ROLE_FREED, &diag->freed, freed},
        {LL_ROLE_LOST, &diag->lost, lost},
        {LL_ROLE_STARTED, &diag->other_thread.started, other_started},
        {LL_ROLE_STARTED, &diag->thread.started, started},
        {LL_ROLE_OTHER, &diag->other, other},
        {LL_ROLE_AT, &diag->at, at},
    };
    size_t count = 0;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const struct ll_frame *frame = places[i].role == LL_ROLE_CALLED
                                           ? find_caller(diag, roots)
                                           : ll_stack_own(places[i].stack, roots);
        /* A descriptor's allocation is where it happened: once is enough. */
        bool again = (places[i].role == LL_ROLE_AT &&
                      diag->kind == LL_DESCRIPTOR_LEAK && count > 0) ||
                     (places[i].role == LL_ROLE_ALLOCATED &&
                      is_made_by_taking(diag, frame, roots));
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

void ll_diag_summary(const struct ll_diag *diag, const struct ll_mark *main,
                     struct ll_buf *out)
{
    ll_diag_headline(diag, out);
    if (main != NULL && main->role != LL_ROLE_AT)
        ll_buf_addf(out, ": %s", main->caption);
}
