/* SPDX-License-Identifier: MIT
 *
 * explain_free: a paragraph about a block that was used after it was freed, that was
 * freed twice or by the wrong function, or about an address that free cannot take. */
#include "diag/kind_words.h"

#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "diag/explain_parts.h"
#include "diag/source.h"
#include "diag/words.h"

/* ---- used after that -------------------------------------------------------- */

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
    ll_say_at(&diag->freed, out);
    ll_buf_addf(out, " and %s after that.", twice ? "closed again" : "used");
    if (strcmp(thing, LL_DESCRIPTOR) == 0) {
        ll_say(out, "It is a number, and the system gives that number to the next file "
                    "that is opened. A later call fails, or works on that other file.");
        return true;
    }
    ll_buf_addf(out,
                " The C library then gave back the memory where it "
                "keeps its notes about the open %s; the pointer still holds the "
                "address of that memory.",
                thing);
    ll_say(out, "What is found there is chance: it may seem to work, or damage another "
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
            if (ll_has_word(ll_buf_text(&line), freers[i]))
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
    ll_say_at(&diag->freed, out);
    ll_buf_puts(
        out, ": Python moved what was in the block to another one, and freed this "
             "one. It was used after that. A pointer to an object's bytes does not "
             "keep them where they are. A buffer does, until PyBuffer_Release: while "
             "there is one, a bytearray cannot be resized. For bytes and str, a "
             "reference of your own does it, too.");
}

/* Whether it was read by an address, and not by functions of Python's for objects. */
static bool is_read_as_bytes(const struct ll_diag *diag)
{
    const char *function = diag->at.count > 0 ? diag->at.frames[0].function : NULL;
    return ll_readable_frame(&diag->at) == diag->at.frames ||
           (function != NULL &&
            (ll_starts_with(function, "str") || ll_starts_with(function, "mem")));
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
    ll_say_at(&diag->freed, out);
    if (ll_is_dropped_too_often(diag)) {
        ll_buf_puts(out,
                    ": there its count of references came to 0. But Python relied on a "
                    "reference to the object, and used it after that. So the program "
                    "dropped one reference too many, there or before, or gave one away "
                    "that was not its own.");
        return;
    }
    ll_buf_puts(
        out, ", with the object or because the object needed it no more, and used "
             "after that. A pointer to an object does not keep the object. Code that "
             "uses it for longer than its owner needs a reference of its own, from "
             "Py_INCREF to Py_DECREF.");
    if (is_read_as_bytes(diag))
        ll_buf_puts(out, " Code that uses only its bytes needs a buffer, until "
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
    ll_say(
        out,
        ll_is_freed_by_realloc(diag)
            ? "The block was given to realloc, and realloc freed it: after that only "
              "the address that realloc returned may be used. Each pointer that was "
              "set before still holds the old address."
            : "`free` does not change the pointers to a block: they still hold its "
              "old address.");
    ll_say(out, general->wrong);
}

/* ---- frees ------------------------------------------------------------------ */

void ll_explain_double_free(const struct ll_diag *diag,
                            const struct ll_explanation *general, struct ll_buf *out)
{
    if (explain_closed(diag, out))
        return;
    (void)general;
    ll_buf_addf(out,
                "After the first `%s` the block no longer belonged to the program. C "
                "gives a second free no meaning: it may stop the program, or damage "
                "the notes that malloc keeps about its blocks.",
                ll_is_freed_by_realloc(diag) ? "realloc" : "free");
}

void ll_explain_invalid_free(const struct ll_diag *diag,
                             const struct ll_explanation *general, struct ll_buf *out)
{
    const struct ll_place *place = &diag->place;
    if (place->region == LL_REGION_STACK) {
        ll_buf_addf(out,
                    "%s%s%s is a local variable: it was not allocated, and ends by "
                    "itself at the closing brace around it.",
                    diag->variable == NULL ? "" : "`", ll_variable_or(diag, "This"),
                    diag->variable == NULL ? "" : "`");
    } else if (place->region == LL_REGION_GLOBAL) {
        ll_buf_puts(out,
                    "Global variables and texts in quotes are there from the start "
                    "of the program to its end: they were not allocated.");
    } else if (place->position == LL_INSIDE && place->distance > 0) {
        ll_buf_puts(out, "`free` needs exactly the address that malloc returned; this "
                         "one lies ");
        ll_say_place(out, diag);
        ll_say_origin(diag, out);
        ll_buf_putc(out, '.');
    } else {
        ll_buf_puts(out, general->happened);
    }
    ll_say(out, general->wrong);
}

/* What gives back the memory of `allocator`; NULL: not known. */
static const char *partner(const char *allocator)
{
    static const char *const pairs[][2] = {
        {"malloc", "free"},
        {"PyMem_RawMalloc", "PyMem_RawFree"},
        {"PyMem_RawCalloc", "PyMem_RawFree"},
        {"PyMem_RawRealloc", "PyMem_RawFree"},
        {"Py_DecodeLocale", "PyMem_RawFree"},
        {"Py_EncodeLocale", "PyMem_Free"},
        {"PyMem_New", "PyMem_Free"},
        {"PyUnicode_AsWideCharString", "PyMem_Free"},
        {"PyMem_Malloc", "PyMem_Free"},
        {"PyMem_Realloc", "PyMem_Free"},
        {"PyObject_Malloc", "PyObject_Free"},
        {"PyObject_Realloc", "PyObject_Free"},
        {"new[]", "delete[]"},
        {"new", "delete"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (strcmp(pairs[i][0], allocator) == 0)
            return pairs[i][1];
    return NULL;
}

/* The domain of a block from a function that does more than allocate; NULL: others. */
static const char *domain_of(const char *allocator)
{
    static const char *const domains[][2] = {
        {"Py_DecodeLocale", "the raw domain"},
        {"Py_EncodeLocale", "the mem domain"},
        {"PyMem_New", "the mem domain"},
        {"PyUnicode_AsWideCharString", "the mem domain"},
    };
    for (size_t i = 0; i < sizeof domains / sizeof *domains; i++)
        if (strcmp(domains[i][0], allocator) == 0)
            return domains[i][1];
    return NULL;
}

/* Whether `plain` is that operator of C++, as programmers call it. */
static bool is_operator(const char *name, const char *plain)
{
    static const char prefix[] = "operator ";
    size_t length = strcspn(plain, "[");
    return ll_starts_with(name, prefix) &&
           strncmp(name + strlen(prefix), plain, length) == 0;
}

/* Tell what the tools' words stand for, where ours differ. `tools` may be NULL. */
static void say_stand_ins(struct ll_buf *out, const char *const *tools,
                          const char *const *ours)
{
    const char *before = " In the tools' own words";
    for (size_t i = 0; i < 2; i++) {
        if (tools[i] == NULL || strcmp(tools[i], ours[i]) == 0 ||
            is_operator(tools[i], ours[i]))
            continue;
        ll_buf_addf(out, "%s `%s` stands for %s", before, tools[i], ours[i]);
        before = ", and";
    }
    if (before[0] == ',')
        ll_buf_putc(out, '.');
}

/* Tell why the difference matters, by Python's word where one of both is Python's. */
static void say_difference(struct ll_buf *out, const char *allocator,
                           const char *deallocator, const char *general)
{
    if (!ll_starts_with(allocator, "Py") && !ll_starts_with(deallocator, "Py")) {
        ll_say(out, general);
        return;
    }
    ll_say(out, "malloc and each domain of Python's memory keep their own notes about "
                "their blocks. The wrong one finds no notes of its own and may crash, "
                "damage memory, or, with some settings, seem to work.");
    if (strstr(allocator, "Realloc") != NULL)
        ll_buf_addf(out,
                    " If %s was itself given a block of another domain, that call is "
                    "the wrong one, and this one may be right.",
                    allocator);
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
    const char *domain = domain_of(allocator);
    const char *freer = partner(deallocator); /* of a function that resizes */
    if (freer != NULL)
        ll_buf_addf(out, ", which frees the old block as %s does", freer);
    ll_buf_putc(out, '.');
    say_difference(out, allocator, deallocator, general->wrong);
    say_stand_ins(out, (const char *const[]){diag->allocated_by, diag->freed_by},
                  (const char *const[]){domain != NULL ? domain : allocator,
                                        freer != NULL ? freer : deallocator});
}
