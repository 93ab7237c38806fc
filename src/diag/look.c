/* SPDX-License-Identifier: MIT
 *
 * look: where to look first, the text after "Look at: ". */
#include "diag/kinds.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "diag/escape.h"
#include "diag/losses.h"
#include "diag/null_result.h"
#include "diag/words.h"

/* A '$' in the text stands for what `say` appends, by default the variable, or for
 * `nameless` if that is not known. */
struct look {
    const char *text, *nameless;
    bool (*say)(const struct ll_diag *diag, struct ll_buf *out); /* false: not known */
};

static bool say_name(const char *name, struct ll_buf *out)
{
    return name != NULL && ll_buf_addf(out, "`%s`", name);
}

static bool say_variable(const struct ll_diag *diag, struct ll_buf *out)
{
    return say_name(
        diag->kind == LL_UNINITIALISED ? ll_unset_name(diag) : diag->variable, out);
}

static bool say_closer(const struct ll_diag *diag, struct ll_buf *out)
{
    return say_name(diag->freed_by, out);
}

static bool say_inside(const struct ll_diag *diag, struct ll_buf *out)
{
    return say_name(ll_lost_inside(diag), out);
}

static bool say_given(const struct ll_diag *diag, struct ll_buf *out)
{
    char *given_to = ll_escape_given_to(diag);
    bool said = say_name(given_to, out);
    free(given_to);
    return said;
}

static bool say_null(const struct ll_diag *diag, struct ll_buf *out)
{
    return say_name(ll_null_name(diag), out);
}

static bool say_no_address(const struct ll_diag *diag, struct ll_buf *out)
{
    return say_name(ll_no_address_name(diag), out);
}

static bool say_unset(const struct ll_diag *diag, struct ll_buf *out)
{
    bool partly;
    return say_name(ll_unset_value(diag, &partly), out);
}

static bool say_endless(const struct ll_diag *diag, struct ll_buf *out)
{
    return ll_say_endless_texts(diag, out) > 0;
}

/* "the condition `i <= n` in line 9: the index came to 10, and the last element is
 * `a[9]`": the values know how many there are. */
static bool say_bound(const struct ll_diag *diag, struct ll_buf *out)
{
    const char *last = ll_last_element(diag), *name = ll_bounds_name(diag);
    ll_buf_addf(out, "the condition %s: the index came to %s, and the ", diag->bound,
                diag->operation);
    return diag->operation[0] == '-'
               ? ll_buf_addf(out, "first element is `%s[0]`", name)
               : ll_buf_addf(out, "last element is %s", last);
}

static bool say_memory(const struct ll_diag *diag, struct ll_buf *out)
{
    const struct ll_frame *frame = ll_readable_frame(&diag->allocated);
    return frame != NULL &&
           ll_buf_addf(out, "%s:%u", ll_path_base(frame->file), frame->line);
}

static bool say_origin(const struct ll_diag *diag, struct ll_buf *out)
{
    const struct ll_call *origin = ll_unset_origin(diag);
    return origin != NULL &&
           ll_buf_addf(out, "line %u, in %s,", origin->line, origin->function);
}

static const struct look lost_by_realloc = {.text = "what $ holds when realloc fails.",
                                            .nameless = "the pointer"};
static const struct look null_pointer = {
    .text = "where $ got its value.", .nameless = "the pointer", .say = say_null};
static const struct look no_argument = {
    .text =
        "argc, which counts the arguments: behind the last one argv holds NULL, and "
        "there lies $.",
    .say = say_null};
static const struct look null_result = {
    .text = "where $ got its value: what can be NULL has to be checked before its use.",
    .nameless = "the pointer",
    .say = say_null};
static const struct look near_null = {
    .text = "where $ got its value: what can be NULL has to be checked before "
            "its use, and a number is no address.",
    .nameless = "the pointer"};
static const struct look small_number = {
    .text = "where $ got its value: it is not NULL, but it is no address.",
    .say = say_no_address};
static const struct look one_place = {
    .text =
        "how that line comes to free the same block twice: a loop, or two calls with "
        "the same pointer."};
static const struct look local_returned = {
    .text = "what each function returns: the compiler makes NULL of the address of a "
            "local variable that is returned, because the variable ends there."};
static const struct look past_end = {
    .text = "the largest index or count that can occur, and the size asked for."};
static const struct look long_text = {
    .text = "how long the text can be, and the room for it: a text takes one byte more "
            "than it has letters, for the '\\0' at its end."};
static const struct look bound = {.text = "$.", .say = say_bound};
static const struct look off_limits = {
    .text = "who gave these bytes back to the pool, and who kept a pointer to them."};
static const struct look before_start = {
    .text = "the smallest index that can occur: is it below 0?"};
static const struct look below_zero = {
    .text = "the index: the first element has the index 0."};
static const struct look no_length = {
    .text = "the length: is it what was meant, and can it be 0?"};
static const struct look length_0 = {
    .text = "the declaration: an array needs the length 1 or more."};
static const struct look endless = {
    .text = "the line that should have put '\\0' at the end of $.", .say = say_endless};
static const struct look endless_both = {
    .text = "the lines that should have put '\\0' at the end of $.",
    .say = say_endless};
static const struct look unset_values = {
    .text = "where each of these should have been set, on each way to this line."};
static const struct look passed_on = {.text = "what $ passes on.", .say = say_origin};
static const struct look unset_value = {.text = "where $ should have got its value.",
                                        .say = say_unset};
static const struct look unset_memory = {
    .text = "what should have been stored in the memory from $: the unset value came "
            "from there.",
    .say = say_memory};
static const struct look no_place = {
    .text = "what the other tools say of the same program: they tell the line."};
static const struct look closed = {
    .text = "each use that can come after the line that closes it."};
static const struct look closed_twice = {
    .text = "which of the two places closes it; the other leaves it alone."};
static const struct look dropped_too_often = {
    .text = "each Py_DECREF of the object, and each reference that the program took or "
            "gave away: they have to come out even."};
static const struct look kept_type = {
    .text = "the dealloc of the type: it ends with Py_DECREF of the type, which it has "
            "read with Py_TYPE before it freed the object."};
static const struct look moved = {
    .text = "each pointer to the old block: after the realloc it has to be set to what "
            "realloc returned."};
static const struct look alignment = {
    .text = "the alignment, and what the function returned: did it give a block?"};
static const struct look no_size = {
    .text = "how the size came to 0; to give a block back, call free."};
static const struct look no_line = {
    .text = "calls through pointers to functions, and writes past the end of local "
            "arrays: both can end a program where there is no line."};
static const struct look division = {
    .text = "each division in that line: can it divide by 0?"};
static const struct look gave_up = {
    .text = "what the program printed last (`--output` shows it), and the line that "
            "gave up."};
static const struct look failed_assert = {
    .text = "the condition of the assert, and where its values came from."};
static const struct look smashed = {
    .text = "what is written to the local arrays of that function, in it or in what it "
            "called: the indexes and counts, and the room for texts."};
static const struct look full_stack = {
    .text = "what ends the recursion (a function that calls itself), and the size of "
            "local arrays."};
static const struct look read_only = {
    .text = "where the pointer got its value: a text that is to be changed has to be a "
            "copy, such as `char text[] = \"hello\";`."};

static const struct look detached = {
    .text =
        "what main does before it ends: it can wait for the thread, with a condition "
        "variable, or end with pthread_exit, after which the program goes on until "
        "its last thread has ended."};

static const struct look cut_off_ring = {
    .text =
        "which pointer of the ring can be set to NULL before the last one from outside "
        "goes, or need not own what it points to."};

static const struct look points_to_itself = {
    .text = "whether a block has to count, or to own, a pointer to itself."};

static const struct look not_given_back = {
    .text = "every way out after that call: each has to call $.", .say = say_closer};

static const struct look lost_inside = {
    .text = "every way out of $: each has to free the block or hand it on.",
    .nameless = "the function that is called there",
    .say = say_inside};

static const struct look lost_inside_or_after = {
    .text =
        "what $ returns: if it is the block, it has to be kept, and freed after its "
        "last use; if not, each way out of the function has to free the block or "
        "hand it on.",
    .nameless = "the function that is called there",
    .say = say_inside};

static const struct look given = {
    .text = "whether $ has to free what it is given. If not, the caller has to keep "
            "the address, and free the block after the call.",
    .nameless = "the function",
    .say = say_given};

static const struct look never_freed = {
    .text = "the way from this line to the end of the program, and who should free the "
            "block on it."};

/* Whether one line freed the block both times. */
static bool is_one_place(const struct ll_diag *diag)
{
    return ll_frames_same_line(ll_readable_frame(&diag->freed),
                               ll_readable_frame(&diag->at));
}

/* Each of these functions knows some faults beyond their kind; NULL: not this one. */

static const struct look *look_for_null(const struct ll_diag *diag)
{
    const struct ll_place *place = &diag->place;
    const char *name = ll_no_address_name(diag);
    if (!ll_kind_is_access(diag->kind) && diag->kind != LL_CRASH)
        return NULL;
    if (place->may_be_local)
        return &local_returned;
    if (!place->is_null)
        return NULL;
    if (ll_null_name(diag) != NULL && ll_starts_with(ll_null_name(diag), "argv["))
        return &no_argument;
    if (place->null_offset == 0 || ll_null_name(diag) != NULL)
        return ll_null_is_result(diag) ? &null_result : &null_pointer;
    if (name == NULL)
        return &near_null;
    return strstr(name, "[-") != NULL ? &below_zero : &small_number;
}

static const struct look *look_for_unset(const struct ll_diag *diag)
{
    bool partly = false;
    if (diag->kind != LL_INVALID_READ && diag->kind != LL_UNINITIALISED)
        return NULL;
    size_t endless_texts = ll_count_said(diag, ll_say_endless_texts);
    if (endless_texts > 0)
        return endless_texts == 1 ? &endless : &endless_both;
    if (ll_count_said(diag, ll_say_unset_values) > 0)
        return &unset_values;
    if (ll_unset_origin(diag) != NULL)
        return &passed_on;
    if (diag->kind == LL_UNINITIALISED && ll_unset_name(diag) == NULL &&
        diag->place.region == LL_REGION_HEAP &&
        ll_readable_frame(&diag->allocated) != NULL)
        return &unset_memory;
    if (diag->kind == LL_UNINITIALISED && ll_unset_name(diag) == NULL &&
        ll_unset_value(diag, &partly) != NULL && !partly)
        return &unset_value;
    return NULL;
}

/* Whether a function of the C library wrote a text to its end, however long it was. */
static bool writes_text(const struct ll_diag *diag)
{
    static const char *const names[] = {"strcpy", "stpcpy", "strcat", "sprintf", NULL};
    return diag->kind == LL_INVALID_WRITE && diag->operation == NULL &&
           ll_called(&diag->at, names, NULL) != NULL;
}

static const struct look *look_for_access(const struct ll_diag *diag)
{
    const struct ll_place *place = &diag->place;
    if (!ll_kind_is_access(diag->kind))
        return NULL;
    if (ll_is_off_limits(diag))
        return &off_limits;
    if (ll_has_no_elements(diag))
        return ll_has_length_0(diag) ? &length_0 : &no_length;
    if (diag->bound != NULL && diag->operation != NULL && ll_last_element(diag) != NULL)
        return &bound;
    if (place->position == LL_BEFORE)
        return &before_start;
    if (place->position != LL_POSITION_UNKNOWN || place->region == LL_REGION_ALLOCA)
        return writes_text(diag) ? &long_text : &past_end;
    return NULL;
}

static const struct look unset_size = {
    .text = "where $ should have been set, on each way to this line.",
    .say = say_unset,
};
static const struct look nameless_size = {
    .text = "where each value that the size comes from should have been set."};

static const struct look *look_for_free(const struct ll_diag *diag)
{
    bool partly;
    if (ll_closed_thing(diag) != NULL)
        return ll_is_closed_twice(diag) ? &closed_twice : &closed;
    if (diag->kind == LL_DOUBLE_FREE && is_one_place(diag))
        return &one_place;
    if (diag->kind == LL_USE_AFTER_FREE && ll_is_freed_by_realloc(diag) &&
        !ll_is_of_object(diag))
        return &moved;
    if (diag->kind == LL_USE_AFTER_FREE && ll_is_of_object(diag) &&
        ll_is_dropped_too_often(diag))
        return &dropped_too_often;
    if (ll_misaligned(diag) != NULL)
        return &alignment;
    if (ll_size_is_unset(diag))
        return ll_unset_value(diag, &partly) != NULL ? &unset_size : &nameless_size;
    if (diag->kind == LL_BAD_SIZE && diag->place.region != LL_REGION_ARRAY &&
        ll_same_text(diag->operation, "0"))
        return &no_size;
    return NULL;
}

/* The name is that of one of many pointers, such as the names of all elements. */
static const struct look many_in_a_block = {
    .text = "the order: first free each of these blocks ($ leads to one), then the "
            "block that holds its address.",
    .nameless = "a pointer",
};

/* The last pointer went with its owner, such as a Py_buffer: no line is known. */
static const struct look kept_object = {
    .text = "who took a reference to the object or a buffer of it, and did not give it "
            "back, with Py_DECREF or PyBuffer_Release."};

static bool is_given(const struct ll_diag *diag)
{
    char *given_to = ll_escape_given_to(diag);
    free(given_to);
    return given_to != NULL && diag->ring_blocks == 0;
}

static const struct look *look_for_leak(const struct ll_diag *diag)
{
    if (diag->kind == LL_DEFINITELY_LOST && diag->how == LL_LOSS_UNKNOWN &&
        ll_is_of_object(diag))
        return &kept_object;
    if (diag->inside)
        return diag->how == LL_LOSS_RETURN_IGNORED ? &lost_inside_or_after
                                                   : &lost_inside;
    if (is_given(diag))
        return &given;
    if (ll_lost_by_realloc(diag))
        return &lost_by_realloc;
    if (diag->ring_blocks > 0)
        return diag->ring_blocks == 1 ? &points_to_itself : &cut_off_ring;
    if (diag->how == LL_LOSS_UNKNOWN && ll_is_given_back_at_once(diag))
        return &not_given_back;
    if (diag->kind == LL_KEPT_TOO_LONG && !diag->grows)
        return &never_freed;
    if (ll_is_kept_type(diag))
        return &kept_type;
    if (diag->how == LL_LOSS_CONTAINER_FREED && diag->blocks > 1 &&
        !ll_kind_is_reachable(diag->kind) && diag->kind != LL_LOST_REFERENCE)
        return &many_in_a_block;
    return NULL;
}

static const struct look *look_for_thread(const struct ll_diag *diag)
{
    return ll_is_detached(diag) ? &detached : NULL;
}

static const struct look *look_for_crash(const struct ll_diag *diag)
{
    if (diag->kind != LL_CRASH)
        return NULL;
    if (ll_stack_is_full(diag))
        return &full_stack;
    if (diag->place.region == LL_REGION_READ_ONLY)
        return &read_only;
    if (diag->at.count == 0)
        return &no_place;
    if (ll_readable_frame(&diag->at) == NULL)
        return &no_line;
    if (diag->signal == SIGFPE)
        return &division;
    if (ll_is_smashed(diag))
        return &smashed;
    if (diag->signal == SIGABRT)
        return ll_is_failed_assert(diag) ? &failed_assert : &gave_up;
    return NULL;
}

/* What is known of this fault beyond its kind; NULL: nothing. */
static const struct look *special_look(const struct ll_diag *diag)
{
    static const struct look *(*const looks[])(const struct ll_diag *diag) = {
        look_for_null, look_for_unset,  look_for_access, look_for_free,
        look_for_leak, look_for_thread, look_for_crash};
    const struct look *found = NULL;
    for (size_t i = 0; found == NULL && i < sizeof looks / sizeof *looks; i++)
        found = looks[i](diag);
    return found;
}

static struct look look_for(const struct ll_diag *diag)
{
    const struct look *special = special_look(diag);
    const struct ll_loss_row *loss = ll_loss_row(diag);
    const struct ll_kind_row *kind = ll_kind_row(diag->kind);
    if (special != NULL)
        return *special;
    if (kind->is_leak && !kind->is_note && diag->kind != LL_LOST_REFERENCE &&
        loss->look_at != NULL)
        return (struct look){.text = loss->look_at, .nameless = loss->nameless};
    return (struct look){.text = kind->look_at, .nameless = kind->nameless};
}

void ll_diag_look(const struct ll_diag *diag, struct ll_buf *out)
{
    const struct look look = look_for(diag);
    bool (*say)(const struct ll_diag *diag, struct ll_buf *out) =
        look.say != NULL ? look.say : say_variable;
    struct ll_buf words = LL_BUF_INIT;
    if (ll_kind_is_leak(diag->kind))
        ll_say_freeing(&words, diag, look.text);
    else
        ll_buf_puts(&words, look.text);
    const char *text = ll_buf_text(&words), *gap = strchr(text, '$');
    if (gap == NULL) {
        ll_buf_puts(out, text);
    } else {
        ll_buf_add(out, text, (size_t)(gap - text));
        if (!say(diag, out) && look.nameless != NULL)
            ll_buf_puts(out, look.nameless);
        ll_buf_puts(out, gap + 1);
    }
    ll_drop(&words, out);
}
