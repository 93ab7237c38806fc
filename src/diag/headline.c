/* SPDX-License-Identifier: MIT
 *
 * headline: one line that names a fault, and the captions of the place where it
 * happened that need more than a fixed text. */
#include "diag/kind_words.h"

#include <string.h>

#include "base/signals.h"
#include "diag/words.h"

static void leak(const struct ll_diag *diag, struct ll_buf *out, const char *one,
                 const char *many)
{
    ll_say_amount(out, diag);
    ll_buf_addf(out, " %s", ll_amount_is_one(diag) ? one : many);
}

/* "a ring of 3 blocks, 96 bytes, was lost"; "2 blocks, each of which points to itself,
 * 64 bytes, were lost". */
static void ring(const struct ll_diag *diag, struct ll_buf *out)
{
    unsigned long long count = diag->blocks / diag->ring_blocks;
    if (diag->ring_blocks == 1 && count <= 1)
        ll_buf_puts(out, "a block that points to itself, ");
    else if (diag->ring_blocks == 1)
        ll_buf_addf(out, "%llu blocks, each of which points to itself, ", count);
    else if (count <= 1)
        ll_buf_addf(out, "a ring of %llu blocks, ", diag->ring_blocks);
    else
        ll_buf_addf(out, "%llu rings of %llu blocks each, ", count, diag->ring_blocks);
    ll_say_bytes(out, count <= 1 ? diag->ring_bytes : diag->bytes);
    ll_buf_puts(out, count <= 1 ? ", was lost" : ", were lost");
}

void ll_headline_definitely_lost(const struct ll_diag *diag, struct ll_buf *out)
{
    if (diag->ring_blocks > 0) {
        ring(diag, out);
        return;
    }
    leak(diag, out, "was lost for good", "were lost for good");
}

void ll_headline_indirectly_lost(const struct ll_diag *diag, struct ll_buf *out)
{
    leak(diag, out, "was lost with the block that led to it",
         "were lost with the block that led to them");
}

void ll_headline_possibly_lost(const struct ll_diag *diag, struct ll_buf *out)
{
    leak(diag, out, "may be lost: no pointer to its start is left",
         "may be lost: no pointer to their start is left");
}

static void say_in_use(const struct ll_diag *diag, struct ll_buf *out)
{
    ll_say_amount(out, diag);
    ll_buf_addf(out, " %s still in use ", ll_amount_is_one(diag) ? "was" : "were");
    ll_buf_puts(out, diag->cut_short ? "when the program was stopped" : "at the end");
}

void ll_headline_still_reachable(const struct ll_diag *diag, struct ll_buf *out)
{
    say_in_use(diag, out);
    if (!diag->cut_short)
        ll_buf_puts(out, ", and never freed");
}

/* "24 bytes were still in use at the end, and 2400 bytes in 100 blocks with more
 * input". */
void ll_headline_kept_too_long(const struct ll_diag *diag, struct ll_buf *out)
{
    const struct ll_diag fewer = {.bytes = diag->fewer_bytes,
                                  .blocks = diag->fewer_blocks};
    if (!diag->grows) {
        ll_headline_still_reachable(diag, out);
        return;
    }
    if (fewer.bytes == 0)
        ll_buf_puts(out, "nothing was still in use at the end");
    else
        say_in_use(&fewer, out);
    ll_buf_puts(out, fewer.bytes == 0 ? ", but " : ", and ");
    ll_say_amount(out, diag);
    ll_buf_puts(out, " with more input");
}

/* "4 bytes were written", "memory was written". */
static void access(const struct ll_diag *diag, struct ll_buf *out, const char *verb)
{
    if (diag->access == 0) {
        ll_buf_addf(out, "memory was %s ", verb);
        return;
    }
    ll_say_bytes(out, diag->access);
    ll_buf_addf(out, " %s %s ", diag->access == 1 ? "was" : "were", verb);
}

/* "the index 10 is past the end of `values`": what a beginner looks for first. False:
 * no index is known, or not of what. */
static bool say_index(const struct ll_diag *diag, struct ll_buf *out)
{
    const char *name = ll_bounds_name(diag) != NULL ? ll_bounds_name(diag)
                       : diag->place.region == LL_REGION_STACK ||
                               diag->place.region == LL_REGION_GLOBAL
                           ? diag->variable
                           : NULL;
    if (diag->operation == NULL || name == NULL)
        return false;
    return ll_buf_addf(out, "the index %s is %s of `%s`", diag->operation,
                       diag->operation[0] == '-' ? "before the start" : "past the end",
                       name);
}

/* "4 bytes were written right past the end of a block of 40 bytes". */
static void place(const struct ll_diag *diag, struct ll_buf *out, const char *verb)
{
    if (ll_has_no_elements(diag)) {
        access(diag, out, verb);
        ll_buf_addf(out, "%s `%s`, which has no elements",
                    strcmp(verb, "read") == 0 ? "from" : "to", ll_bounds_name(diag));
        return;
    }
    if (say_index(diag, out))
        return;
    if (diag->place.first_bad) {
        ll_say_bytes(out, diag->access);
        ll_buf_addf(out, " were %s, at least %llu of them ", verb, ll_bytes_past(diag));
        ll_say_past(out, diag);
        return;
    }
    access(diag, out, verb);
    if (ll_is_off_limits(diag))
        ll_buf_puts(out, "that the program had put off limits, ");
    ll_say_place(out, diag);
}

void ll_headline_invalid_read(const struct ll_diag *diag, struct ll_buf *out)
{
    place(diag, out, "read");
}

void ll_headline_invalid_write(const struct ll_diag *diag, struct ll_buf *out)
{
    place(diag, out, "written");
}

/* "a file was used after it was closed" */
static bool say_closed(const struct ll_diag *diag, struct ll_buf *out)
{
    const char *thing = ll_closed_thing(diag);
    if (thing != NULL && diag->variable != NULL)
        ll_buf_addf(out, "`%s`", diag->variable);
    else if (thing != NULL)
        ll_buf_addf(out, "a %s", thing);
    if (thing != NULL)
        ll_buf_addf(out, " was %s",
                    ll_is_closed_twice(diag) ? "closed twice"
                                             : "used after it was closed");
    return thing != NULL;
}

void ll_headline_use_after_free(const struct ll_diag *diag, struct ll_buf *out)
{
    if (say_closed(diag, out))
        return;
    ll_say_block(out, diag);
    ll_buf_puts(out, " was used after it was freed");
}

void ll_headline_double_free(const struct ll_diag *diag, struct ll_buf *out)
{
    if (say_closed(diag, out))
        return;
    ll_say_block(out, diag);
    ll_buf_puts(out, " was freed twice");
}

void ll_headline_invalid_free(const struct ll_diag *diag, struct ll_buf *out)
{
    const struct ll_place *place = &diag->place;
    if (place->region == LL_REGION_STACK)
        ll_buf_puts(out, "the address of a local variable");
    else if (place->region == LL_REGION_GLOBAL)
        ll_buf_puts(out, "the address of a global variable or a text in quotes");
    else if (place->position == LL_INSIDE && place->distance > 0) {
        ll_buf_puts(out, "an address ");
        ll_say_place(out, diag);
    } else
        ll_buf_puts(out, "an address that malloc did not return");
    static const char *const names[] = {"realloc", "free", NULL};
    ll_buf_addf(out, " was given to %s", ll_called(&diag->at, names, "free"));
}

void ll_headline_mismatched_free(const struct ll_diag *diag, struct ll_buf *out)
{
    ll_say_block(out, diag);
    ll_buf_addf(out, " from %s was given to %s", ll_allocator(diag),
                ll_deallocator(diag));
}

static bool is_pointer(const struct ll_diag *diag, const char *name)
{
    const struct ll_value *value = ll_values_find(&diag->values, name);
    return value != NULL && value->type != NULL && value->type[0] != '\0' &&
           value->type[strlen(value->type) - 1] == '*';
}

void ll_headline_uninitialised(const struct ll_diag *diag, struct ll_buf *out)
{
    bool partly = false;
    const char *name = ll_unset_name(diag), *value = ll_unset_value(diag, &partly);
    bool is_whole = name != NULL && name == diag->variable;
    struct ll_buf names = LL_BUF_INIT;
    size_t endless = 0;
    if (ll_say_unset_values(diag, &names) > 0)
        ll_buf_addf(out, "%s are unset, and %s used", ll_buf_text(&names),
                    ll_unset_are_all_used(diag) ? "were" : "at least one of them was");
    else if (ll_say_compared_texts(diag, &names) > 0)
        ll_buf_addf(out, "parts of %s were used before they were set",
                    ll_buf_text(&names));
    else if (name != NULL)
        ll_buf_addf(out, "%s`%s` was used before it was set",
                    is_whole && ll_unset_has_parts(diag) ? "a part of " : "", name);
    else if ((endless = ll_say_endless_texts(diag, &names)) > 0)
        ll_buf_addf(out, "%s %s, and %s given no '\\0' at the end", ll_buf_text(&names),
                    endless == 1 ? "was used as a text" : "were used as texts",
                    endless == 1 ? "was" : "were");
    else if (value != NULL)
        ll_buf_addf(out, "%s`%s` was used, and %s is unset",
                    is_pointer(diag, value) ? "the pointer " : "", value,
                    partly ? "a part of it" : "its value");
    else
        ll_buf_puts(out, "a value was used that nobody had set");
    ll_drop(&names, out);
}

void ll_headline_overlap(const struct ll_diag *diag, struct ll_buf *out)
{
    static const char *const names[] = {"mempcpy", "memcpy",  "strncpy", "strcpy",
                                        "stpcpy",  "strncat", "strcat",  NULL};
    ll_buf_addf(out, "%s was given a source and a destination that overlap",
                ll_called(&diag->at, names, "a copy"));
}

void ll_headline_bad_size(const struct ll_diag *diag, struct ll_buf *out)
{
    if (diag->place.region == LL_REGION_ARRAY && diag->operation != NULL) {
        if (ll_size_is_unset(diag))
            ll_buf_puts(out, "a local array was given a length that came from an unset "
                             "value");
        else
            ll_buf_addf(out, "a local array was given the length %s", diag->operation);
        return;
    }
    static const char *const names[] = {
        "reallocarray", "realloc", "calloc",  "aligned_alloc", "posix_memalign",
        "malloc",       "memcpy",  "memmove", "memset",        NULL};
    const char *function = ll_called(&diag->at, names, "a function");
    if (ll_misaligned(diag) != NULL)
        ll_buf_addf(out, "%s was given the alignment %s", function, diag->operation);
    else if (diag->operation != NULL && strcmp(diag->operation, "0") == 0)
        ll_buf_addf(out, "%s was given the size 0", function);
    else if (ll_size_is_unset(diag))
        ll_buf_addf(out, "%s was given a size that came from an unset value", function);
    else
        ll_buf_addf(out, "%s was given a size that cannot be right", function);
}

void ll_headline_signed_overflow(const struct ll_diag *diag, struct ll_buf *out)
{
    if (diag->operation != NULL && diag->type != NULL)
        ll_buf_addf(out, "the result of %s does not fit in the type `%s`",
                    diag->operation, diag->type);
    else
        ll_buf_puts(out, "a result does not fit in its type");
}

void ll_headline_bad_shift(const struct ll_diag *diag, struct ll_buf *out)
{
    ll_buf_puts(out, "a number");
    if (diag->type != NULL)
        ll_buf_addf(out, " of type `%s`", diag->type);
    if (diag->operation != NULL)
        ll_buf_addf(out, " was shifted by %s places", diag->operation);
    else
        ll_buf_puts(out, " was shifted by too many places");
}

void ll_headline_division_by_zero(const struct ll_diag *diag, struct ll_buf *out)
{
    (void)diag;
    ll_buf_puts(out, "a number was divided by 0");
}

void ll_headline_stack_escape(const struct ll_diag *diag, struct ll_buf *out)
{
    const char *owner = ll_owner_of_local(diag);
    if (diag->place.is_null && diag->variable != NULL) {
        ll_buf_addf(out, "the address of the local variable `%s` was returned",
                    diag->variable);
        return;
    }
    if (diag->variable != NULL && owner != NULL)
        ll_buf_addf(out, "the local variable `%s` of %s()", diag->variable, owner);
    else if (diag->variable != NULL)
        ll_buf_addf(out, "the local variable `%s`", diag->variable);
    else
        ll_buf_puts(out, "a local variable");
    ll_buf_puts(out, " was used after its end");
}

/* A pointer that is NULL is the cause; the signal follows from it. False: it is none.
 */
static bool say_null(const struct ll_diag *diag, struct ll_buf *out)
{
    const char *pointer = ll_null_name(diag);
    if (!diag->place.is_null || diag->place.may_be_local)
        return false;
    if (pointer != NULL)
        return ll_buf_addf(out, "`%s` is NULL, and was used as an address", pointer);
    if (diag->place.null_offset > 0 && ll_no_address_name(diag) != NULL)
        return ll_buf_addf(out, "`%s` is no valid address, and was used as one",
                           ll_no_address_name(diag));
    return diag->place.null_offset == 0 &&
           ll_buf_puts(out, "a pointer that is NULL was used as an address");
}

void ll_headline_crash(const struct ll_diag *diag, struct ll_buf *out)
{
    const char *name = ll_signal_name(diag->signal);
    if (say_null(diag, out))
        return;
    if (name != NULL)
        ll_buf_addf(out, "the program was stopped by %s: %s", name,
                    ll_crash_gloss(diag));
    else if (diag->signal != 0)
        ll_buf_addf(out, "the program was stopped by signal %d", diag->signal);
    else
        ll_buf_puts(out, "the program crashed");
}

void ll_headline_descriptor_leak(const struct ll_diag *diag, struct ll_buf *out)
{
    const char *name = ll_handle_name(diag);
    if (diag->blocks > 1)
        ll_buf_addf(out, "%llu %ss were opened and never closed", diag->blocks, name);
    else
        ll_buf_addf(out, "a %s was opened and never closed", name);
}

void ll_headline_thread_leak(const struct ll_diag *diag, struct ll_buf *out)
{
    bool many = diag->blocks > 1, detached = ll_is_detached(diag);
    if (many)
        ll_buf_addf(out, "%llu %sthreads ", diag->blocks, detached ? "detached " : "");
    else
        ll_buf_addf(out, "a %sthread ", detached ? "detached " : "");
    if (detached)
        ll_buf_puts(out, "had not ended when the program did");
    else
        ll_buf_addf(out, "%s started and never joined", many ? "were" : "was");
}

/* "the bytes object b'Ada'", "an object of type list", "3 objects of type bytes" */
static void say_object(const struct ll_diag *diag, struct ll_buf *out)
{
    if (diag->blocks <= 1 && diag->type != NULL && diag->repr != NULL) {
        ll_buf_addf(out, "the %s object %s", diag->type, diag->repr);
        return;
    }
    if (diag->blocks > 1)
        ll_buf_addf(out, "%llu objects", diag->blocks);
    else
        ll_buf_puts(out, "an object");
    ll_buf_addf(out, " of %s%s", diag->type == NULL ? "Python" : "type ",
                diag->type == NULL ? "" : diag->type);
}

void ll_headline_lost_reference(const struct ll_diag *diag, struct ll_buf *out)
{
    ll_buf_puts(out, diag->blocks > 1 ? "references to " : "a reference to ");
    say_object(diag, out);
    ll_buf_puts(out, diag->blocks > 1 ? " were lost" : " was lost");
}

void ll_caption_lost_reference(const struct ll_diag *diag, struct ll_buf *out)
{
    ll_buf_puts(out, "the reference was taken here");
    if (diag->taken_by != NULL)
        ll_buf_addf(out, ", by %s", diag->taken_by);
}

/* "`pool.first`", "8 bytes in a block of 48 bytes" */
static void say_shared(const struct ll_diag *diag, struct ll_buf *out)
{
    if (diag->variable != NULL)
        ll_buf_addf(out, "`%s`", diag->variable);
    else if (diag->access > 0)
        ll_say_bytes(out, diag->access);
    else
        ll_buf_puts(out, "memory");
    if (diag->variable == NULL && diag->place.region == LL_REGION_HEAP) {
        ll_buf_puts(out, " in ");
        ll_say_block(out, diag);
    }
}

void ll_headline_data_race(const struct ll_diag *diag, struct ll_buf *out)
{
    bool both = diag->thread.writes && diag->other_thread.writes;
    say_shared(diag, out);
    ll_buf_addf(out, " %s used by two threads that nothing keeps apart, and %s",
                diag->variable == NULL && diag->access > 1 ? "were" : "was",
                both ? "both wrote" : "one of them wrote");
}

void ll_caption_data_race(const struct ll_diag *diag, struct ll_buf *out)
{
    ll_say_use(&diag->thread, out);
}

void ll_headline_lock_misuse(const struct ll_diag *diag, struct ll_buf *out)
{
    static const char *const words[] = {
        [LL_MISUSE_NOT_LOCKED] = " was unlocked, and nobody held it",
        [LL_MISUSE_NOT_OWNER] = " was unlocked, and another thread held it",
        [LL_MISUSE_TWICE] = " was taken by the thread that held it",
        [LL_MISUSE_DESTROYED] = " was destroyed while it was held",
    };
    bool known =
        diag->misuse < sizeof words / sizeof *words && words[diag->misuse] != NULL;
    if (diag->misuse == LL_MISUSE_ORDER)
        ll_buf_addf(out, "%s were taken in both orders",
                    diag->operation != NULL ? diag->operation : "two locks");
    else if (diag->misuse == LL_MISUSE_HELD)
        ll_buf_puts(out, "a thread ended and still held a lock");
    else if (diag->misuse == LL_MISUSE_CALL && diag->operation != NULL)
        ll_buf_addf(out, "%s failed", diag->operation);
    else if (known && diag->variable != NULL)
        ll_buf_addf(out, "`%s`%s", diag->variable, words[diag->misuse]);
    else if (known)
        ll_buf_addf(out, "a lock%s", words[diag->misuse]);
    else
        ll_headline_other(diag, out);
}

void ll_caption_lock_misuse(const struct ll_diag *diag, struct ll_buf *out)
{
    ll_buf_puts(out, diag->misuse == LL_MISUSE_ORDER
                         ? "the second of them was taken here"
                         : "it happened here");
}

void ll_headline_other(const struct ll_diag *diag, struct ll_buf *out)
{
    const char *what = diag->what != NULL ? diag->what : "a tool objects to this";
    ll_buf_add(out, what, strcspn(what, "\n"));
    if (diag->wanted != NULL)
        ll_buf_addf(out, " is %s, and should be %s", diag->got, diag->wanted);
}

void ll_caption_read(const struct ll_diag *diag, struct ll_buf *out)
{
    access(diag, out, "read");
    ll_buf_puts(out, "here");
}

void ll_caption_write(const struct ll_diag *diag, struct ll_buf *out)
{
    access(diag, out, "written");
    ll_buf_puts(out, "here");
}

void ll_caption_mismatched_free(const struct ll_diag *diag, struct ll_buf *out)
{
    ll_buf_addf(out, "it was given to %s here", ll_deallocator(diag));
}
