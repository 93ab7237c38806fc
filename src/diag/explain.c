/* SPDX-License-Identifier: MIT
 *
 * explain: one paragraph about one fault. What is not known of the fault is replaced by
 * the general explanation of its kind. */
#include "diag/kind_words.h"

#include <ctype.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/signals.h"
#include "base/text.h"
#include "diag/losses.h"
#include "diag/source.h"
#include "diag/words.h"

static void say(struct ll_buf *out, const char *sentence)
{
    if (out->len > 0 && out->data[out->len - 1] != ' ')
        ll_buf_putc(out, ' ');
    ll_buf_puts(out, sentence);
}

void ll_explain_generally(const struct ll_diag *diag,
                          const struct ll_explanation *general, struct ll_buf *out)
{
    (void)diag;
    say(out, general->happened);
    say(out, general->wrong);
}

static const char *variable_or(const struct ll_diag *diag, const char *otherwise)
{
    return diag->variable != NULL ? diag->variable : otherwise;
}

/* Append " at list.c:14". */
static void say_at(const struct ll_stack *stack, struct ll_buf *out)
{
    const struct ll_frame *frame = ll_readable_frame(stack);
    if (frame != NULL)
        ll_buf_addf(out, " at %s:%u", ll_path_base(frame->file), frame->line);
}

/* Append ", the block that malloc returned at list.c:14". */
static void say_origin(const struct ll_diag *diag, struct ll_buf *out)
{
    static const char *const names[] = {"calloc", "reallocarray", "realloc", "strndup",
                                        "strdup", "malloc",       NULL};
    if (diag->allocated.count == 0 || (diag->place.region != LL_REGION_HEAP &&
                                       diag->place.region != LL_REGION_UNKNOWN))
        return;
    struct ll_buf where = LL_BUF_INIT;
    say_at(&diag->allocated, &where);
    if (where.len > 0)
        ll_buf_addf(out, ", the block that %s returned%s",
                    ll_called(&diag->allocated, names, "malloc"), ll_buf_text(&where));
    ll_drop(&where, out);
}

/* Whether `word` stands in `text` as a whole word. */
static bool has_word(const char *text, const char *word)
{
    for (const char *at = text; (at = strstr(at, word)) != NULL; at++)
        if (ll_is_whole_word(text, at, strlen(word)))
            return true;
    return false;
}

/* ---- lost blocks ------------------------------------------------------------ */

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
    say(out, "realloc failed and returned NULL, but it did not free the old block. The "
             "assignment put NULL in the place of the only pointer to that block");
    if (diag->variable != NULL)
        ll_buf_addf(out, ", `%s`", diag->variable);
    ll_buf_puts(out, ": nobody can free it any more.");
}

static void explain_middle(const struct ll_diag *diag,
                           const struct ll_explanation *general, struct ll_buf *out)
{
    ll_buf_addf(out,
                "%s%s%s was given a new value while it held the last pointer to the "
                "start of the block; what is left points into its middle.",
                diag->variable == NULL ? "" : "`", variable_or(diag, "A variable"),
                diag->variable == NULL ? "" : "`");
    say(out, general->wrong);
}

/* Why the blocks of a ring are lost, though pointers lead to them. */
static void explain_ring(const struct ll_diag *diag, struct ll_buf *out)
{
    const struct ll_loss_row *loss = ll_loss_row(diag);
    bool alone = diag->ring_blocks == 1;
    say(out,
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
    say(out,
        "Where blocks count the pointers to them, those in a ring never count down to "
        "0.");
}

static void explain_loss(const struct ll_diag *diag, struct ll_buf *out)
{
    const struct ll_loss_row *loss = ll_loss_row(diag);
    bool many = diag->blocks > 1;
    const char *block = many ? "each of these blocks" : "the block";
    if (loss->alone != NULL)
        ll_buf_addf(out, "%s %s%s", loss->happened, block, loss->alone);
    else if (diag->variable != NULL)
        ll_buf_addf(out, "`%s` %s %s", diag->variable, loss->happened, block);
    else
        ll_buf_addf(out, "A variable %s %s", loss->happened, block);
    ll_buf_addf(out, ": nobody can free %s any more.", many ? "them" : "it");
}

/* What the C library keeps for a thread is no block that a pointer was moved along. */
static void explain_thread(struct ll_buf *out)
{
    say(out,
        "The C library keeps some memory for each thread (a part of a program that "
        "runs beside the others) until the thread has ended and was joined with "
        "pthread_join, or has ended after pthread_detach. When the program ended, "
        "that had not happened.");
}

void ll_explain_leak(const struct ll_diag *diag, const struct ll_explanation *general,
                     struct ll_buf *out)
{
    if (diag->kind == LL_POSSIBLY_LOST && ll_is_thread(diag)) {
        explain_thread(out);
        return;
    }
    bool reachable = ll_kind_is_reachable(diag->kind);
    if (reachable || diag->how == LL_LOSS_UNKNOWN)
        ll_explain_generally(diag, general, out);
    else if (diag->ring_blocks > 0)
        explain_ring(diag, out);
    else if (ll_lost_by_realloc(diag))
        explain_realloc(diag, out);
    else if (diag->kind == LL_POSSIBLY_LOST && diag->how == LL_LOSS_OVERWRITTEN)
        explain_middle(diag, general, out);
    else
        explain_loss(diag, out);
    if (diag->approximate && !reachable)
        say(out, diag->lost.count > 0
                     ? "The compiler had optimised the program, so the marked line may "
                       "be the wrong one. Built with -O0, the right line is found."
                     : "The compiler had optimised the program, so it is not known "
                       "where the last pointer was lost. Built with -O0, it is.");
}

void ll_explain_kept_too_long(const struct ll_diag *diag,
                              const struct ll_explanation *general, struct ll_buf *out)
{
    (void)general;
    if (!diag->grows) {
        say(out,
            "When the program ended, a pointer to this memory was still there, so it "
            "is not lost. But nothing had freed it, and here all memory has to be "
            "freed.");
        return;
    }
    say(out,
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
        "%s took a reference%s at %s:%u, and the program's code was not seen to "
        "drop it or to give it away. Nothing holds the address of the object%s "
        "any more, so nobody can.",
        diag->taken_by, diag->blocks > 1 ? " to each of them" : "",
        ll_path_base(at->file), at->line, diag->blocks > 1 ? "s" : "");
    say(out, general->wrong);
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
        ll_buf_addf(out, "`%s` held the %s, and %s was not called for it.",
                    diag->variable, name, closer);
    else
        ll_buf_addf(out, "The program opened a %s and did not call %s for it.", name,
                    closer);
    say(out,
        "Whatever is open takes a descriptor (the number by which the system knows "
        "it).");
    say(out, general->wrong);
}

/* ---- accesses --------------------------------------------------------------- */

static void say_signal(const struct ll_diag *diag, struct ll_buf *out)
{
    if (ll_signal_name(diag->signal) != NULL)
        ll_buf_addf(out, " There the system stopped the program with %s.",
                    ll_signal_name(diag->signal));
}

/* Append " The index was 8; an array of the type `int[4]` has the indices 0 to 3." */
static void say_index(const struct ll_diag *diag, struct ll_buf *out)
{
    const char *length = diag->type == NULL ? NULL : strchr(diag->type, '[');
    if (diag->operation == NULL || length == NULL)
        return;
    say(out, "The index was ");
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
    ll_buf_addf(out, "Of the %llu bytes, at least %llu lie ", diag->access,
                ll_bytes_past(diag));
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
    if (ll_bounds_name(diag) != NULL && !diag->place.first_bad)
        return;
    if (diag->place.first_bad) {
        say_many(diag, out);
    } else {
        ll_buf_addf(out, "The %s %s ", verb,
                    diag->place.position == LL_INSIDE ? "went" : "began");
        ll_say_place(out, diag);
    }
    say_origin(diag, out);
    ll_buf_putc(out, '.');
    say_index(diag, out);
}

void ll_explain_access(const struct ll_diag *diag, const struct ll_explanation *general,
                       struct ll_buf *out)
{
    const char *verb = diag->kind == LL_INVALID_READ ? "read" : "write";
    const struct ll_place *place = &diag->place;
    if (place->is_null && place->null_offset > 0) {
        say_near_null(diag, out);
        say_signal(diag, out);
        return;
    }
    if (place->is_null) {
        ll_buf_addf(out,
                    "The pointer was NULL (the address that stands for nothing), and "
                    "there is no memory to %s at that address.",
                    verb);
        say_signal(diag, out);
        if (!place->may_be_local)
            say(out,
                "Functions that can fail, such as malloc and fopen, return NULL when "
                "they do.");
        return;
    }
    if (diag->place.region == LL_REGION_UNKNOWN ||
        diag->place.position == LL_POSITION_UNKNOWN) {
        ll_explain_generally(diag, general, out);
        say_signal(diag, out);
        return;
    }
    say_where(diag, verb, out);
    say_signal(diag, out);
    say(out, diag->kind == LL_INVALID_WRITE && place->region != LL_REGION_HEAP
                 ? "The write may destroy another variable. The failure then shows up "
                   "later, far from this line."
                 : general->wrong);
    if (diag->kind == LL_INVALID_READ)
        say_endless(diag, out);
}

/* "The file was closed at list.c:14 and used after that. ..." */
static bool explain_closed(const struct ll_diag *diag, struct ll_buf *out)
{
    const char *thing = ll_closed_thing(diag);
    bool twice = ll_is_closed_twice(diag);
    if (thing == NULL)
        return false;
    if (diag->variable != NULL) {
        ll_buf_addf(out,
                    "`%s` was closed, and C gives no later use of it a meaning: it may "
                    "fail, or seem to work.",
                    diag->variable);
        return true;
    }
    ll_buf_addf(out, "The %s was closed", thing);
    say_at(&diag->freed, out);
    ll_buf_addf(out,
                " and %s after that. The C library then gave back the memory where it "
                "keeps its notes about the open %s; the pointer still holds the "
                "address of that memory.",
                twice ? "closed again" : "used", thing);
    say(out, "What is found there is chance: it may seem to work, or damage another "
             "open file or any block that malloc has handed out since.");
    return true;
}

/* What the line of `frame` calls to give an object's memory back; NULL: none of these.
 */
static const char *object_freer(const struct ll_frame *frame)
{
    static const char *const freers[] = {"tp_free", "PyObject_Free", "PyObject_Del",
                                         "PyObject_GC_Del"};
    const char *found = NULL;
    struct ll_buf line = LL_BUF_INIT;
    if (ll_source_line(frame, &line))
        for (size_t i = 0; found == NULL && i < sizeof freers / sizeof *freers; i++)
            if (has_word(ll_buf_text(&line), freers[i]))
                found = freers[i];
    ll_buf_release(&line);
    return found;
}

/* A function that gives an object's memory back, and uses it further down. A line above
 * would be of another call: the object was freed twice. */
static bool explain_dealloc(const struct ll_diag *diag, struct ll_buf *out)
{
    const struct ll_frame *freed = ll_readable_frame(&diag->freed),
                          *used = ll_readable_frame(&diag->at);
    if (freed == NULL || used == NULL || freed->function == NULL ||
        used->function == NULL || strcmp(freed->function, used->function) != 0 ||
        strcmp(freed->file, used->file) != 0 || used->line <= freed->line)
        return false;
    const char *freer = object_freer(freed);
    if (freer == NULL)
        return false;
    ll_buf_addf(out,
                "The block was the memory of a Python object. %s() gave it back at "
                "%s:%u, with %s, and used it after that.",
                freed->function, ll_path_base(freed->file), freed->line, freer);
    ll_buf_addf(out,
                " A dealloc first frees what the object owns, then calls %s, and does "
                "not touch the object any more.",
                freer);
    return true;
}

static void explain_moved(const struct ll_diag *diag, struct ll_buf *out)
{
    ll_buf_puts(out, "The block was memory of a Python object. The object was resized");
    say_at(&diag->freed, out);
    ll_buf_puts(
        out, ": Python moved what was in the block to another one, and freed this "
             "one. It was used after that. A pointer to an object's bytes does not "
             "keep them where they are. A buffer does, until PyBuffer_Release: while "
             "there is one, a bytearray cannot be resized. For bytes and str, a "
             "reference of your own does it, too.");
}

static void explain_object(const struct ll_diag *diag, struct ll_buf *out)
{
    if (explain_dealloc(diag, out))
        return;
    if (ll_was_moved(diag)) {
        explain_moved(diag, out);
        return;
    }
    ll_buf_puts(out, "The block was memory of a Python object. It was freed");
    say_at(&diag->freed, out);
    ll_buf_puts(
        out, ", with the object or because the object needed it no more, and used "
             "after that. A pointer to an object does not keep the object: who uses it "
             "for longer than its owner needs a reference of its own, from Py_INCREF "
             "to Py_DECREF. Who uses only its bytes needs a buffer, until "
             "PyBuffer_Release.");
}

void ll_explain_use_after_free(const struct ll_diag *diag,
                               const struct ll_explanation *general, struct ll_buf *out)
{
    if (explain_closed(diag, out))
        return;
    if (ll_is_of_object(diag)) {
        explain_object(diag, out);
        return;
    }
    say(out, "`free` does not change the pointers to a block: they still hold its old "
             "address.");
    say(out, general->wrong);
}

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
    say_signal(diag, out);
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
    say(out, general->wrong);
}

void ll_explain_uninitialised(const struct ll_diag *diag,
                              const struct ll_explanation *general, struct ll_buf *out)
{
    struct ll_buf names = LL_BUF_INIT;
    const struct ll_call *origin = ll_unset_origin(diag);
    if (ll_say_unset_values(diag, &names) > 0)
        ll_buf_puts(out, "Nobody had set them, or what they were copied from: local "
                         "variables and memory from malloc start with whatever bytes "
                         "lay there before.");
    else if (origin != NULL)
        ll_buf_addf(out,
                    "Line %u, in %s, passed it on unset. A local variable and the "
                    "memory from malloc start with whatever bytes lay there before.",
                    origin->line, origin->function);
    else if (diag->allocated.count > 0 && diag->place.region == LL_REGION_HEAP)
        ll_buf_puts(out, "Nobody had set this value: memory from malloc starts with "
                         "whatever bytes lay there before.");
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
        say(out, general->happened);
    say(out, general->wrong);
    say_endless(diag, out);
    ll_drop(&names, out);
}

/* Append in which function of the C library it happened, if in one. The compiler may
 * have put another one (puts) in the place of what the source calls (printf). */
static void say_inside_of(const struct ll_stack *at, struct ll_buf *out)
{
    const struct ll_frame *own = ll_readable_frame(at);
    const char *called = own > at->frames ? own[-1].function : NULL;
    struct ll_buf line = LL_BUF_INIT;
    if (own > at->frames)
        say(out, "That was inside the C library, in a function that this line called");
    if (called != NULL && ll_source_line(own, &line) &&
        has_word(ll_buf_text(&line), called))
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
        say(out, "NULL points to nothing: no program has memory there.");
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
        say(out,
            "Each call of a function takes a piece of it until the function "
            "returns; functions that call each other without end use it up, and so "
            "do very large local arrays.");
    else if (diag->place.region == LL_REGION_READ_ONLY)
        say(out, "A text in quotes, such as \"hello\", is such memory: a pointer to it "
                 "may read it, but not change it.");
    if (ll_readable_frame(&diag->at) != NULL) {
        say_inside_of(&diag->at, out);
        say(out, general->wrong);
    } else {
        say(out, "Nothing after that was done: nothing written, nothing freed.");
        say(out, diag->at.count > 0
                     ? "In which line that was, no tool could tell."
                     : "No tool watched the program, so the line is not known.");
    }
}

/* ---- operations ------------------------------------------------------------- */

void ll_explain_signed_overflow(const struct ll_diag *diag,
                                const struct ll_explanation *general,
                                struct ll_buf *out)
{
    if (diag->operation != NULL && diag->type != NULL)
        say(out, "In C an operation on signed numbers whose result does not fit in its "
                 "type has no meaning.");
    else
        say(out, general->happened);
    say_signal(diag, out);
    say(out, general->wrong);
}

void ll_explain_bad_shift(const struct ll_diag *diag,
                          const struct ll_explanation *general, struct ll_buf *out)
{
    if (diag->operation != NULL)
        ll_buf_addf(out,
                    "The number was to be shifted by %s places; a shift goes by 0 "
                    "places at least, and by fewer places than the number has bits.",
                    diag->operation);
    else
        say(out, general->happened);
    say(out, general->wrong);
}

void ll_explain_division_by_zero(const struct ll_diag *diag,
                                 const struct ll_explanation *general,
                                 struct ll_buf *out)
{
    say(out, general->happened);
    if (diag->signal == 0) {
        say(out, general->wrong);
        return;
    }
    say_signal(diag, out);
}

void ll_explain_bad_size(const struct ll_diag *diag,
                         const struct ll_explanation *general, struct ll_buf *out)
{
    if (diag->place.region == LL_REGION_ARRAY && diag->operation != NULL) {
        ll_buf_addf(out,
                    "The length of the array was computed while the program ran, and "
                    "came to %s. An array has at least one element.",
                    diag->operation);
        say(out, "What happens then is chance: the array takes no room on the stack, "
                 "or the room of other variables.");
        return;
    }
    if (diag->operation == NULL) {
        ll_explain_generally(diag, general, out);
        return;
    }
    if (strcmp(diag->operation, "0") == 0) {
        ll_buf_puts(out, "Here realloc freed the block and returned NULL, as if it had "
                         "failed. Elsewhere it may return a block of no bytes: C does "
                         "not say which, and since C23 gives the call no meaning. The "
                         "old pointer must not be used, and not be freed again.");
        return;
    }
    ll_buf_addf(out, "The size was %s, and no object can be so large.",
                diag->operation);
    say(out,
        "Sizes have the type size_t, which has no negative numbers: -1 becomes the "
        "largest number there is.");
    say(out, general->wrong);
}

/* ---- frees ------------------------------------------------------------------ */

void ll_explain_double_free(const struct ll_diag *diag,
                            const struct ll_explanation *general, struct ll_buf *out)
{
    if (explain_closed(diag, out))
        return;
    say(out, "After the first `free` the block no longer belonged to the program.");
    say(out, general->wrong);
}

void ll_explain_invalid_free(const struct ll_diag *diag,
                             const struct ll_explanation *general, struct ll_buf *out)
{
    const struct ll_place *place = &diag->place;
    if (place->region == LL_REGION_STACK) {
        ll_buf_addf(out,
                    "%s%s%s is a local variable: it was not allocated, and ends by "
                    "itself at the closing brace around it.",
                    diag->variable == NULL ? "" : "`", variable_or(diag, "This"),
                    diag->variable == NULL ? "" : "`");
    } else if (place->region == LL_REGION_GLOBAL) {
        ll_buf_puts(out,
                    "Global variables and texts in quotes are there from the start "
                    "of the program to its end: they were not allocated.");
    } else if (place->position == LL_INSIDE && place->distance > 0) {
        ll_buf_puts(out, "`free` needs exactly the address that malloc returned; this "
                         "one lies ");
        ll_say_place(out, diag);
        say_origin(diag, out);
        ll_buf_putc(out, '.');
    } else {
        ll_buf_puts(out, general->happened);
    }
    say(out, general->wrong);
}

/* What gives back the memory of `allocator`; NULL: not known. */
static const char *partner(const char *allocator)
{
    static const char *const pairs[][2] = {
        {"malloc", "free"},
        {"PyMem_Malloc", "PyMem_Free"},
        {"PyMem_Realloc", "PyMem_Free"},
        {"PyObject_Malloc", "PyObject_Free"},
        {"PyObject_Realloc", "PyObject_Free"},
        {"operator new []", "operator delete []"},
        {"operator new[]", "operator delete[]"},
        {"operator new", "operator delete"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (strcmp(pairs[i][0], allocator) == 0)
            return pairs[i][1];
    return NULL;
}

/* Tell what the tool's words stand for, where ours differ. */
static void say_stand_in(struct ll_buf *out, const char *tools, const char *ours)
{
    if (tools != NULL && strcmp(tools, ours) != 0)
        ll_buf_addf(out, " In the tools' own words `%s` stands for %s.", tools, ours);
}

void ll_explain_mismatched_free(const struct ll_diag *diag,
                                const struct ll_explanation *general,
                                struct ll_buf *out)
{
    const char *allocator = ll_allocator(diag), *deallocator = ll_deallocator(diag);
    if (partner(allocator) == NULL) {
        ll_explain_generally(diag, general, out);
        return;
    }
    ll_buf_addf(out,
                "The block came from %s, and only %s can give it back; it was given to "
                "%s",
                allocator, partner(allocator), deallocator);
    const char *freer = partner(deallocator); /* of a function that resizes */
    if (freer != NULL)
        ll_buf_addf(out, ", which frees the old block as %s does", freer);
    ll_buf_putc(out, '.');
    say(out, general->wrong);
    say_stand_in(out, diag->allocated_by, allocator);
    say_stand_in(out, diag->freed_by, freer != NULL ? freer : deallocator);
}
