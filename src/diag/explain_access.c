/* SPDX-License-Identifier: MIT
 *
 * explain_access: a paragraph about a read or write where the program had no memory,
 * a value that nobody had set, a local variable used after its end, or a crash. */
#include "diag/kind_words.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/signals.h"
#include "diag/explain_parts.h"
#include "diag/source.h"
#include "diag/words.h"

/* ---- reads and writes ------------------------------------------------------- */

/* Append " The index was 8; an array of the type `int[4]` has the indices 0 to 3." */
static void say_index(const struct ll_diag *diag, struct ll_buf *out)
{
    const char *length = diag->type == NULL ? NULL : strchr(diag->type, '[');
    if (diag->operation == NULL || length == NULL)
        return;
    ll_say(out, "The index was ");
    ll_buf_puts(out, diag->operation);
    unsigned long long count = strtoull(length + 1, NULL, 10);
    if (count > 0) /* "[*]" stands for a length that the type does not know */
        ll_buf_addf(out, "; an array of the type `%s` has the indices 0 to %llu",
                    diag->type, count - 1);
    ll_buf_putc(out, '.');
}

/* "p->next" with a NULL p; or a number that was taken for an address. A pointer that is
 * named is not NULL itself. */
static void say_near_null(const struct ll_diag *diag, struct ll_buf *out)
{
    const char *name = ll_no_address_name(diag);
    if (name != NULL && diag->kind == LL_CRASH) {
        ll_buf_addf(out,
                    "The address was 0x%llx, where no program has memory. `%s` is not "
                    "NULL: a small number was taken for a pointer, or `%s` is the "
                    "address of a part of something that would lie at NULL.",
                    diag->place.null_offset, name, name);
        return;
    }
    ll_buf_addf(
        out,
        "The address was 0x%llx, where no program has memory. A member of a struct or "
        "an element of an array has such an address if the pointer to it is NULL; so "
        "has a small number that is taken for a pointer.",
        diag->place.null_offset);
}

/* Of an access of many bytes the first bad one is known, and how many there are. */
static void say_many(const struct ll_diag *diag, struct ll_buf *out)
{
    unsigned long long past = ll_bytes_past(diag);
    ll_buf_addf(out, "Of the %llu bytes, at least %llu lie%s ", diag->access, past,
                past == 1 ? "s" : "");
    ll_say_past(out, diag);
    if (diag->place.region != LL_REGION_HEAP && diag->place.block_size > 0) {
        ll_buf_puts(out, ", which has ");
        ll_say_bytes(out, diag->place.block_size);
    }
}

/* The functions of the C library that are given a text go by its end. */
static void say_endless(const struct ll_diag *diag, struct ll_buf *out)
{
    struct ll_buf names = LL_BUF_INIT;
    size_t count = ll_say_endless_texts(diag, &names);
    if (count > 0)
        ll_buf_addf(out,
                    " A text ends with '\\0', by which the functions of the C library "
                    "know its end: %s %s given none.",
                    ll_buf_text(&names), count == 1 ? "was" : "were");
    ll_drop(&names, out);
}

/* Where the values name what was indexed, they tell its bounds, too. */
static void say_where(const struct ll_diag *diag, const char *verb, struct ll_buf *out)
{
    if (ll_has_no_elements(diag)) {
        ll_buf_addf(out,
                    ll_has_length_0(diag)
                        ? "ISO C allows no array of the length 0; gcc does, and `%s` "
                          "then takes no memory."
                        : "`%s` has no room for even one element.",
                    ll_bounds_name(diag));
        return;
    }
    if (ll_bounds_name(diag) != NULL &&
        (!diag->place.first_bad || diag->operation != NULL))
        return;
    if (diag->place.first_bad) {
        say_many(diag, out);
    } else {
        ll_buf_addf(out, "The %s %s ", verb,
                    diag->place.position == LL_INSIDE ? "went" : "began");
        ll_say_place(out, diag);
    }
    ll_say_origin(diag, out);
    ll_buf_putc(out, '.');
    if (ll_is_off_limits(diag))
        ll_say(
            out,
            "That block is in use. But the program has told the tools that nobody may "
            "use these bytes of it: a pool does so with what was given back to it, or "
            "is not handed out yet.");
    say_index(diag, out);
}

void ll_explain_access(const struct ll_diag *diag, const struct ll_explanation *general,
                       struct ll_buf *out)
{
    const char *verb = diag->kind == LL_INVALID_READ ? "read" : "write";
    const struct ll_place *place = &diag->place;
    if (place->is_null && place->null_offset > 0) {
        say_near_null(diag, out);
        ll_say_signal(diag, out);
        return;
    }
    if (place->is_null) {
        ll_buf_addf(out,
                    "The pointer was NULL (the address that stands for nothing), and "
                    "there is no memory to %s at that address.",
                    verb);
        ll_say_signal(diag, out);
        if (!place->may_be_local)
            ll_say(
                out,
                "Functions that can fail, such as malloc and fopen, return NULL when "
                "they do.");
        return;
    }
    if (diag->place.region == LL_REGION_UNKNOWN ||
        diag->place.position == LL_POSITION_UNKNOWN) {
        ll_explain_generally(diag, general, out);
        ll_say_signal(diag, out);
        return;
    }
    say_where(diag, verb, out);
    ll_say_signal(diag, out);
    ll_say(out,
           diag->kind == LL_INVALID_WRITE && place->region != LL_REGION_HEAP
               ? "The write may destroy another variable. The failure then shows up "
                 "later, far from this line."
               : general->wrong);
    if (diag->kind == LL_INVALID_READ)
        say_endless(diag, out);
}

/* ---- ended variables -------------------------------------------------------- */

/* gcc returns NULL for the address of a local variable. */
static void explain_returned(const struct ll_diag *diag, struct ll_buf *out)
{
    const char *owner = ll_owner_of_local(diag);
    ll_buf_addf(out, "`%s` is a local variable", diag->variable);
    if (owner != NULL)
        ll_buf_addf(out, " of %s()", owner);
    ll_buf_puts(out,
                ": it ends when the function returns, and its address leads nowhere "
                "from then on. The compiler (gcc) knows that and returns NULL in "
                "its place; another compiler returns the address. The caller took "
                "what it got for an address.");
    ll_say_signal(diag, out);
}

void ll_explain_stack_escape(const struct ll_diag *diag,
                             const struct ll_explanation *general, struct ll_buf *out)
{
    const char *owner = ll_owner_of_local(diag);
    if (diag->variable == NULL) {
        ll_explain_generally(diag, general, out);
        return;
    }
    if (diag->place.is_null) {
        explain_returned(diag, out);
        return;
    }
    ll_buf_addf(out, "`%s` is a local variable", diag->variable);
    if (owner != NULL)
        ll_buf_addf(out, " of %s()", owner);
    ll_buf_puts(out, ". It lives on the stack (the memory that running functions share "
                     "for their variables) and ends at the closing brace around it. A "
                     "pointer to it was kept and used after that.");
    ll_say(out, general->wrong);
}

/* ---- unset values ----------------------------------------------------------- */

void ll_explain_uninitialised(const struct ll_diag *diag,
                              const struct ll_explanation *general, struct ll_buf *out)
{
    struct ll_buf names = LL_BUF_INIT;
    const struct ll_call *origin = ll_unset_origin(diag);
    if (ll_say_unset_values(diag, &names) > 0)
        ll_buf_puts(out, "Local variables and memory from malloc start with whatever "
                         "bytes lay there before.");
    else if (origin != NULL)
        ll_buf_addf(out,
                    "Line %u, in %s, passed it on unset. A local variable and the "
                    "memory from malloc start with whatever bytes lay there before.",
                    origin->line, origin->function);
    else if (diag->allocated.count > 0 && diag->place.region == LL_REGION_HEAP)
        ll_buf_puts(out, "Nobody had set this value: memory from malloc starts with "
                         "whatever bytes lay there before.");
    else if (ll_say_compared_texts(diag, &names) > 0)
        ll_buf_puts(out, "Nobody had set those parts: local variables and memory from "
                         "malloc start with whatever bytes lay there before.");
    else if (diag->variable != NULL)
        ll_buf_addf(
            out,
            "Nobody had set %s`%s`: a local variable starts with whatever bytes "
            "lay there before.",
            ll_unset_name(diag) == diag->variable && ll_unset_has_parts(diag)
                ? "that part of "
                : "",
            ll_unset_name(diag));
    else
        ll_say(out, general->happened);
    ll_say(out, general->wrong);
    say_endless(diag, out);
    ll_drop(&names, out);
}

/* ---- crashes ---------------------------------------------------------------- */

/* Append in which function of the C library it happened, if in one. The compiler may
 * have put another one (puts) in the place of what the source calls (printf). */
static void say_inside_of(const struct ll_stack *at, struct ll_buf *out)
{
    const struct ll_frame *own = ll_readable_frame(at);
    const char *called = own > at->frames ? own[-1].function : NULL;
    struct ll_buf line = LL_BUF_INIT;
    if (own > at->frames)
        ll_say(out,
               "That was inside the C library, in a function that this line called");
    if (called != NULL && ll_source_line(own, &line) &&
        ll_has_word(ll_buf_text(&line), called))
        ll_buf_addf(out, ", `%s`", called);
    if (own > at->frames)
        ll_buf_putc(out, '.');
    ll_drop(&line, out);
}

/* An address where no program has memory: the pointer is told, the rest is short. */
static bool explain_null(const struct ll_diag *diag, const char *signal,
                         struct ll_buf *out)
{
    const char *name = ll_no_address_name(diag);
    if (!diag->place.is_null)
        return false;
    if (ll_null_name(diag) != NULL || diag->place.null_offset == 0)
        ll_say(out, "NULL points to nothing: no program has memory there.");
    else if (name != NULL && strstr(name, "[-") != NULL)
        ll_buf_addf(out,
                    "The index is below 0: `%s` lies before `%.*s[0]`, where an array "
                    "has its first element. It led to the address 0x%llx, where no "
                    "program has memory.",
                    name, (int)(strstr(name, "[-") - name), name,
                    diag->place.null_offset);
    else
        say_near_null(diag, out);
    ll_buf_addf(out, " The system stopped the program with %s%s.", signal,
                diag->signal == SIGSEGV ? " (a segmentation fault)" : "");
    say_inside_of(&diag->at, out);
    return true;
}

/* Whether the cause may lie in an earlier line. Calls without end and a call of abort
 * need none. */
static bool has_cause_elsewhere(const struct ll_diag *diag)
{
    return !ll_stack_is_full(diag) && !ll_calls_abort(diag);
}

void ll_explain_crash(const struct ll_diag *diag, const struct ll_explanation *general,
                      struct ll_buf *out)
{
    const char *name = ll_signal_name(diag->signal);
    if (name == NULL) {
        ll_explain_generally(diag, general, out);
        return;
    }
    if (explain_null(diag, name, out))
        return;
    ll_buf_addf(
        out,
        "The system stopped the program with %s, a signal (a message that ends a "
        "program): %s.",
        name, ll_crash_gloss(diag));
    if (ll_stack_is_full(diag))
        ll_say(out,
               "Each call of a function takes a piece of it until the function "
               "returns; functions that call each other without end use it up, and so "
               "do very large local arrays.");
    else if (diag->place.region == LL_REGION_READ_ONLY)
        ll_say(out,
               "A text in quotes, such as \"hello\", is such memory: a pointer to it "
               "may read it, but not change it.");
    if (ll_readable_frame(&diag->at) != NULL) {
        say_inside_of(&diag->at, out);
        ll_say(out, has_cause_elsewhere(diag)
                        ? general->wrong
                        : "Nothing after this line was done: nothing written, nothing "
                          "freed.");
    } else {
        ll_say(out, "Nothing after that was done: nothing written, nothing freed.");
        ll_say(out, diag->at.count > 0
                        ? "In which line that was, no tool could tell."
                        : "No tool watched the program, so the line is not known.");
    }
}
