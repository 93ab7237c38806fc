/* SPDX-License-Identifier: MIT
 *
 * explain_lost: a paragraph about a block, a reference or a descriptor that the
 * program did not give back. */
#include "diag/kind_words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "diag/escape.h"
#include "diag/explain_parts.h"
#include "diag/losses.h"
#include "diag/source.h"
#include "diag/words.h"

/* The length of the text at `text` up to one of `ends`, without blanks before it. */
static size_t trimmed(const char *text, const char *ends)
{
    size_t length = strcspn(text, ends);
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        length--;
    return length;
}

/* Whether `line` puts what realloc returns where the old pointer was:
 * "x = realloc(x, ...". */
static bool reallocs_in_place(const char *line)
{
    const char *call = strstr(line, "realloc");
    const char *open = call == NULL ? NULL : strchr(call, '(');
    if (open == NULL)
        return false;
    line += strspn(line, " \t");
    open += 1 + strspn(open + 1, " \t");
    size_t target = trimmed(line, "="), argument = trimmed(open, ",)");
    return line + target < call && target == argument &&
           strncmp(line, open, target) == 0;
}

bool ll_lost_by_realloc(const struct ll_diag *diag)
{
    bool found = false;
    struct ll_buf line = LL_BUF_INIT;
    for (size_t i = 0;
         diag->how == LL_LOSS_OVERWRITTEN && i < diag->lost.count && line.len == 0; i++)
        if (ll_source_line(&diag->lost.frames[i], &line))
            found = reallocs_in_place(ll_buf_text(&line));
    ll_buf_release(&line);
    return found;
}

static void explain_realloc(const struct ll_diag *diag, struct ll_buf *out)
{
    ll_say(out,
           "realloc failed and returned NULL, but it did not free the old block. The "
           "assignment put NULL in the place of the only pointer to that block");
    if (diag->variable != NULL)
        ll_buf_addf(out, ", `%s`", diag->variable);
    ll_buf_puts(out, diag->kind == LL_INDIRECTLY_LOST
                         ? ": nobody can free it any more, nor what it led to."
                         : ": nobody can free it any more.");
}

static void explain_middle(const struct ll_diag *diag,
                           const struct ll_explanation *general, struct ll_buf *out)
{
    ll_buf_addf(out,
                "%s%s%s was given a new value while it held the last pointer to the "
                "start of the block; what is left points into its middle.",
                diag->variable == NULL ? "" : "`", ll_variable_or(diag, "A variable"),
                diag->variable == NULL ? "" : "`");
    ll_say(out, general->wrong);
}

/* Why the blocks of a ring are lost, though pointers lead to them. */
static void explain_ring(const struct ll_diag *diag, struct ll_buf *out)
{
    const struct ll_loss_row *loss = ll_loss_row(diag);
    bool alone = diag->ring_blocks == 1;
    ll_say(
        out,
        alone ? "The block holds a pointer to itself"
              : "Each of these blocks leads to all others: they form a ring, and in it "
                "a pointer to each block is left");
    ll_buf_puts(out, ". But from outside ");
    if (loss->alone != NULL)
        ll_buf_puts(out, "nothing kept a pointer");
    else if (diag->variable != NULL)
        ll_buf_addf(out, "`%s` held the last pointer", diag->variable);
    else
        ll_buf_puts(out, "a variable held the last pointer");
    ll_buf_puts(out, alone ? " to it" : " to the ring");
    if (loss->alone == NULL)
        ll_buf_addf(out, ", and %s at the marked line",
                    diag->how == LL_LOSS_CONTAINER_FREED
                        ? "lay in a block that was freed"
                        : loss->after);
    ll_buf_addf(out, ": nobody can free %s any more.", alone ? "it" : "them");
    ll_say(
        out,
        "Where blocks count the pointers to them, those in a ring never count down to "
        "0.");
}

/* Append "`odd.next` was part of a local variable, and ended ...", or "an element of
 * `slots` was ..." where each block had its own. */
static void say_happened(const struct ll_diag *diag, const char *happened,
                         const char *block, struct ll_buf *out)
{
    static const char whole[] = "was a local variable";
    bool of_array = ll_names_elements(diag->variable);
    bool is_part =
        strpbrk(diag->variable, ".[") != NULL && ll_starts_with(happened, whole);
    ll_buf_addf(out, "%s`%.*s` %s%s %s", of_array ? "an element of " : "",
                (int)(strlen(diag->variable) - (of_array ? strlen(LL_ELEMENTS) : 0)),
                diag->variable, is_part ? "was part of a local variable" : "",
                happened + (is_part ? strlen(whole) : 0), block);
}

/* Whose block it is: a function of a library allocated it for the reader's code. */
static void say_pair(const struct ll_diag *diag, struct ll_buf *out)
{
    const char *it = diag->blocks > 1 ? "them" : "it";
    if (!ll_is_of_pair(diag))
        return;
    ll_buf_addf(out, "`%s`, called", diag->allocated_by);
    ll_say_at(&diag->allocated, out);
    ll_buf_addf(out, ", allocated %s",
                diag->blocks > 1 ? "these blocks" : "this block");
    if (ll_is_given_back_at_once(diag))
        ll_buf_addf(out, ", and no call of `%s` gave %s back.", diag->freed_by, it);
    else
        ll_buf_addf(out, " for its caller, who has to free %s.", it);
}

/* What happened to one block, and to each of several: with a small letter then. */
static void explain_loss(const struct ll_diag *diag, struct ll_buf *out)
{
    const struct ll_loss_row *loss = ll_loss_row(diag);
    bool at_once = ll_is_given_back_at_once(diag) && diag->kind != LL_INDIRECTLY_LOST;
    bool many = diag->blocks > 1 && !at_once;
    bool inside = diag->how == LL_LOSS_CONTAINER_FREED; /* two blocks are told of */
    const char *block = at_once && diag->blocks > 1 ? "these blocks"
                        : !inside                   ? "the block"
                        : many                      ? "this one"
                                                    : "another block";
    /* What pointed to it lies in a block that is lost itself. */
    if (diag->kind == LL_INDIRECTLY_LOST)
        block = "a block that led to this one";
    if (many)
        ll_buf_puts(out, "The same happened to each of these blocks: ");
    if (loss->alone != NULL)
        ll_buf_addf(out, "%c%s %s%s",
                    many ? tolower((unsigned char)loss->happened[0])
                         : loss->happened[0],
                    loss->happened + 1, block, loss->alone);
    else if (diag->variable != NULL)
        say_happened(diag, loss->happened, block, out);
    else
        ll_buf_addf(out, "%s variable %s %s", many ? "a" : "A", loss->happened, block);
    ll_buf_puts(out, many               ? ". Nobody can free them any more."
                     : diag->blocks > 1 ? ": nobody can free them any more."
                                        : ": nobody can free it any more.");
}

/* A loss in code without debug information: no tool sees its lines. */
static void explain_inside(const struct ll_diag *diag, struct ll_buf *out)
{
    const char *function = ll_lost_inside(diag);
    bool either = diag->how == LL_LOSS_RETURN_IGNORED;
    if (function != NULL)
        ll_buf_addf(out, "`%s`", function);
    else
        ll_buf_puts(out, "The function that was called there");
    ll_buf_addf(out, "%s lost the last pointer %s %s%s: nobody can free %s any more.",
                either ? "" : ", or what it called,",
                diag->kind == LL_INDIRECTLY_LOST ? "that led to" : "to",
                diag->blocks > 1 ? "each of these blocks" : "the block",
                either ? ", or returned it and its caller did not keep it" : "",
                diag->blocks > 1 ? "them" : "it");
    ll_say(out, either ? "That function has no debug information, which `-g` adds, so "
                         "which of the two is not known."
                       : "That function has no debug information, which `-g` adds, so "
                         "the line is not known.");
}

/* A result that was an argument at once: the function that got it did not free it. */
static void explain_given(const struct ll_diag *diag, const char *given_to,
                          struct ll_buf *out)
{
    ll_buf_addf(out,
                "The address of %s was given to `%s` and stored nowhere else. `%s` did "
                "not free %s, and now nobody can free %s any more.",
                diag->blocks > 1 ? "each of these blocks" : "the block", given_to,
                given_to, diag->blocks > 1 ? "them" : "it",
                diag->blocks > 1 ? "them" : "it");
}

static void explain_type(const struct ll_diag *diag, struct ll_buf *out)
{
    ll_buf_puts(
        out,
        "This is the memory of a type, and of what it leads to. The type was made");
    ll_say_at(&diag->allocated, out);
    ll_buf_puts(
        out, ", and stayed because its count of references did not come to 0. Each "
             "object of such a type holds a reference to it, which the dealloc of the "
             "type has to drop.");
}

void ll_explain_leak(const struct ll_diag *diag, const struct ll_explanation *general,
                     struct ll_buf *out)
{
    bool reachable = ll_kind_is_reachable(diag->kind);
    struct ll_buf words = LL_BUF_INIT;
    char *given_to = ll_escape_given_to(diag);
    if (ll_is_kept_type(diag))
        explain_type(diag, &words);
    else if (diag->inside && !reachable)
        explain_inside(diag, &words);
    else if (given_to != NULL && !reachable && diag->ring_blocks == 0)
        explain_given(diag, given_to, &words);
    else if (reachable || diag->how == LL_LOSS_UNKNOWN)
        ll_explain_generally(diag, general, &words);
    else if (diag->ring_blocks > 0)
        explain_ring(diag, &words);
    else if (ll_lost_by_realloc(diag))
        explain_realloc(diag, &words);
    else if (diag->kind == LL_POSSIBLY_LOST && diag->how == LL_LOSS_OVERWRITTEN)
        explain_middle(diag, general, &words);
    else
        explain_loss(diag, &words);
    say_pair(diag, out);
    if (out->len > 0 && ll_is_of_pair(diag))
        ll_buf_putc(out, ' ');
    ll_say_freeing(out, diag, ll_buf_text(&words));
    ll_drop(&words, out);
    free(given_to);
    if (diag->approximate && !reachable)
        ll_say(out,
               diag->lost.count > 0
                   ? "The compiler had optimised the program, so the marked line may "
                     "be the wrong one. Built with -O0, the right line is found."
                   : "The compiler had optimised the program, so it is not known "
                     "where the last pointer was lost. Built with -O0, it is.");
}

void ll_explain_kept_too_long(const struct ll_diag *diag,
                              const struct ll_explanation *general, struct ll_buf *out)
{
    (void)general;
    say_pair(diag, out);
    if (!diag->grows) {
        ll_say(
            out,
            "When the program ended, a pointer to this memory was still there, so it "
            "is not lost. But nothing had freed it, and here all memory has to be "
            "freed.");
        return;
    }
    ll_say(out,
           "The program was run twice, the second time with more input, and then more "
           "of this memory was still in use at its end. Pointers lead to all of these "
           "blocks, so none of them is lost; but each piece of input leaves something "
           "behind, and nothing ever frees it. A program that runs for long enough "
           "takes all the memory that there is.");
}

/* What the program did with the reference in code that our runtime does not see is not
 * known: see runtime/references.h. */
void ll_explain_lost_reference(const struct ll_diag *diag,
                               const struct ll_explanation *general, struct ll_buf *out)
{
    const struct ll_frame *at = ll_readable_frame(&diag->at);
    if (at == NULL || diag->taken_by == NULL) {
        ll_explain_generally(diag, general, out);
        return;
    }
    ll_buf_addf(
        out,
        "%s took a reference%s at %s:%u. leaklab saw no line of the program drop it or "
        "give it away, and nothing holds the address of the object%s any more, so "
        "nobody can.",
        diag->taken_by, diag->blocks > 1 ? " to each of them" : "",
        ll_path_base(at->file), at->line, diag->blocks > 1 ? "s" : "");
    ll_say(out, general->wrong);
}

void ll_explain_descriptor(const struct ll_diag *diag,
                           const struct ll_explanation *general, struct ll_buf *out)
{
    const char *name = ll_handle_name(diag), *closer = ll_handle_closer(diag);
    if (diag->how == LL_LOSS_SCOPE_END && diag->variable != NULL)
        ll_buf_addf(
            out,
            "`%s` was the last variable that held the %s. It ended with its "
            "function or the braces around it, and nobody can call %s any more.",
            diag->variable, name, closer);
    else if (diag->variable != NULL)
        ll_buf_addf(out,
                    "`%s` held the %s, and on the way that the program went, %s was "
                    "not called for it.",
                    diag->variable, name, closer);
    else
        ll_buf_addf(out, "The program opened a %s and did not call %s for it.", name,
                    closer);
    ll_say(out,
           "Whatever is open takes a descriptor (the number by which the system knows "
           "it).");
    ll_say(out, general->wrong);
}
