/* SPDX-License-Identifier: MIT */
#include "diag/words.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/signals.h"
#include "base/text.h"
#include "diag/python_calls.h"

void ll_drop(struct ll_buf *words, struct ll_buf *out)
{
    out->full = out->full || words->full;
    ll_buf_release(words);
}

void ll_say_bytes(struct ll_buf *out, unsigned long long bytes)
{
    ll_buf_addf(out, "%llu byte%s", bytes, ll_plural(bytes));
}

void ll_say_amount(struct ll_buf *out, const struct ll_diag *diag)
{
    if (diag->bytes == 0) {
        ll_buf_puts(out, "a block of memory");
        return;
    }
    ll_say_bytes(out, diag->bytes);
    if (diag->blocks > 1)
        ll_buf_addf(out, " in %llu blocks", diag->blocks);
}

bool ll_amount_is_one(const struct ll_diag *diag)
{
    return diag->bytes <= 1;
}

void ll_say_block(struct ll_buf *out, const struct ll_diag *diag)
{
    unsigned long long size =
        diag->place.block_size > 0 ? diag->place.block_size : diag->bytes;
    ll_buf_puts(out, "a block");
    if (size > 0) {
        ll_buf_puts(out, " of ");
        ll_say_bytes(out, size);
    }
}

/* ---- where ------------------------------------------------------------------ */

static void say_object(struct ll_buf *out, const struct ll_diag *diag)
{
    enum ll_region region = diag->place.region;
    if (region == LL_REGION_ARRAY)
        ll_buf_puts(out, "an array");
    else if (region == LL_REGION_ALLOCA)
        ll_buf_puts(out, "memory from alloca, or of an array whose size was set at run "
                         "time");
    else if (region != LL_REGION_STACK && region != LL_REGION_GLOBAL)
        ll_say_block(out, diag);
    else if (diag->variable != NULL)
        ll_buf_addf(out, "`%s`", diag->variable);
    else
        ll_buf_puts(out, region == LL_REGION_STACK ? "a local variable"
                                                   : "a global variable");
}

static void say_edge(struct ll_buf *out, const struct ll_place *place,
                     unsigned long long distance, bool after)
{
    if (distance > 0)
        ll_say_bytes(out, distance);
    else if (place->region != LL_REGION_ARRAY)
        ll_buf_puts(out, "right");
    if (distance > 0 || place->region != LL_REGION_ARRAY)
        ll_buf_putc(out, ' ');
    ll_buf_puts(out, after ? "past the end of " : "before the start of ");
}

static void say_inside(struct ll_buf *out, const struct ll_diag *diag)
{
    const struct ll_place *place = &diag->place;
    if (place->block_size > 0 && place->distance < place->block_size &&
        diag->access > place->block_size - place->distance) {
        ll_buf_puts(out, "across the end of ");
    } else {
        ll_say_bytes(out, place->distance);
        ll_buf_puts(out, " into ");
    }
}

void ll_say_past(struct ll_buf *out, const struct ll_diag *diag)
{
    ll_buf_puts(out, "past the end of ");
    say_object(out, diag);
}

void ll_say_place(struct ll_buf *out, const struct ll_diag *diag)
{
    const struct ll_place *place = &diag->place;
    if (place->is_null) {
        if (place->null_offset == 0)
            ll_buf_puts(out, "through a NULL pointer");
        else
            ll_buf_addf(out, "at the address 0x%llx, near NULL", place->null_offset);
        return;
    }
    switch (place->position) {
    case LL_BEFORE:
        /* The last byte before a block lies at distance 1 or, as some tools
         * count, at the size of the access. */
        say_edge(out, place, place->distance <= diag->access ? 0 : place->distance,
                 false);
        break;
    case LL_AFTER:
        say_edge(out, place, place->distance, true);
        break;
    case LL_INSIDE:
        say_inside(out, diag);
        break;
    case LL_POSITION_UNKNOWN:
        ll_buf_puts(out, place->region == LL_REGION_NOTHING ? "where there is no memory"
                                                            : "outside of ");
        if (place->region == LL_REGION_NOTHING)
            return;
        if (place->region == LL_REGION_UNKNOWN) {
            ll_buf_puts(out, "the program's own memory");
            return;
        }
        break;
    }
    say_object(out, diag);
}

bool ll_is_off_limits(const struct ll_diag *diag)
{
    const struct ll_place *place = &diag->place;
    bool is_access = diag->kind == LL_INVALID_READ || diag->kind == LL_INVALID_WRITE;
    return is_access && place->region == LL_REGION_HEAP &&
           place->position == LL_INSIDE && !place->first_bad && diag->access > 0 &&
           diag->freed.count == 0 &&
           place->distance + diag->access <= place->block_size;
}

unsigned long long ll_bytes_past(const struct ll_diag *diag)
{
    const struct ll_place *place = &diag->place;
    bool longer = place->block_size > 0 && diag->access > place->block_size;
    return longer ? diag->access - place->block_size : 1;
}

const struct ll_frame *ll_readable_frame(const struct ll_stack *stack)
{
    for (size_t i = 0; i < stack->count; i++) {
        const struct ll_frame *frame = &stack->frames[i];
        if (frame->file != NULL && frame->line > 0 &&
            !ll_path_is_systems(frame->file) && ll_path_exists(frame->file))
            return frame;
    }
    return NULL;
}

const char *ll_lost_inside(const struct ll_diag *diag)
{
    const struct ll_frame *call = ll_readable_frame(&diag->lost);
    return diag->inside && call != NULL && call > diag->lost.frames ? call[-1].function
                                                                    : NULL;
}

static bool is_frame_of(const struct ll_stack *stack, size_t index, const char *begins)
{
    return index < stack->count && stack->frames[index].function != NULL &&
           strncmp(stack->frames[index].function, begins, strlen(begins)) == 0;
}

bool ll_is_of_object(const struct ll_diag *diag)
{
    size_t hook = 0;
    while (hook < diag->allocated.count &&
           !is_frame_of(&diag->allocated, hook, "pyobject_"))
        hook++;
    return is_frame_of(&diag->allocated, hook + 1, "Py") ||
           is_frame_of(&diag->allocated, hook + 1, "_Py");
}

bool ll_was_moved(const struct ll_diag *diag)
{
    for (size_t i = 0; i < diag->freed.count; i++)
        if (is_frame_of(&diag->freed, i, "pyobject_"))
            return is_frame_of(&diag->freed, i, "pyobject_realloc") ||
                   is_frame_of(&diag->freed, i + 1, "PyByteArray_Resize");
    return false;
}

bool ll_is_dropped_too_often(const struct ll_diag *diag)
{
    const struct ll_frame *freed = ll_readable_frame(&diag->freed);
    const char *called = NULL;
    for (size_t i = 0; freed != NULL && &diag->freed.frames[i] != freed; i++)
        called = diag->freed.frames[i].function;
    return called != NULL &&
           (strcmp(called, "Py_DECREF") == 0 || strcmp(called, "Py_XDECREF") == 0) &&
           diag->at.count > 0 && ll_readable_frame(&diag->at) == NULL;
}

/* Whether code that has a source called such a function, which asked for the block. */
static bool is_asked_by(const struct ll_diag *diag, const char *begins)
{
    const struct ll_stack *stack = &diag->allocated;
    for (size_t i = 0; i + 1 < stack->count; i++)
        if (is_frame_of(stack, i, begins) && stack->frames[i + 1].file != NULL)
            return diag->how == LL_LOSS_UNKNOWN &&
                   (diag->kind == LL_DEFINITELY_LOST ||
                    diag->kind == LL_POSSIBLY_LOST || diag->kind == LL_INDIRECTLY_LOST);
    return false;
}

bool ll_is_kept_type(const struct ll_diag *diag)
{
    return is_asked_by(diag, "PyType_From");
}

bool ll_is_of_module(const struct ll_diag *diag)
{
    return is_asked_by(diag, "PyModule_Add");
}

bool ll_is_freed_by_realloc(const struct ll_diag *diag)
{
    static const char *const names[] = {"realloc", NULL};
    const struct ll_stack first = {diag->freed.frames, diag->freed.count > 0};
    return ll_called(&first, names, NULL) != NULL && !is_frame_of(&first, 0, "py") &&
           ll_readable_frame(&first) == NULL;
}

bool ll_is_thread(const struct ll_diag *diag)
{
    for (size_t i = 0; i < diag->allocated.count; i++) {
        const char *function = diag->allocated.frames[i].function;
        if (function != NULL && ll_starts_with(function, "pthread_create"))
            return true;
    }
    return false;
}

bool ll_is_detached(const struct ll_diag *diag)
{
    return diag->kind == LL_THREAD_LEAK && ll_same_text(diag->operation, LL_DETACHED);
}

void ll_say_thread(const struct ll_thread *thread, struct ll_buf *out)
{
    if (thread->number == 1)
        ll_buf_puts(out, "the thread of main");
    else if (thread->number > 1)
        ll_buf_addf(out, "thread %u", thread->number);
    else
        ll_buf_puts(out, "another thread");
}

void ll_say_use(const struct ll_thread *thread, struct ll_buf *out)
{
    ll_say_thread(thread, out);
    ll_buf_addf(out, " %s it here, and held ", thread->writes ? "wrote" : "read");
    ll_buf_puts(out, thread->locks != NULL ? thread->locks : "no lock");
}

const char *ll_owner_of_local(const struct ll_diag *diag)
{
    bool known = diag->kind == LL_STACK_ESCAPE && diag->allocated.count > 0;
    return known ? diag->allocated.frames[0].function : NULL;
}

struct handle {
    const char *opener, *name, *closer;
};

/* The functions of which the name is a part of another's come first. */
static const struct handle handles[] = {
    {"opendir", "folder", "closedir"}, {"fdopen", "file", "fclose"},
    {"fopen", "file", "fclose"},       {"tmpfile", "file", "fclose"},
    {"popen", "pipe", "pclose"},       {"socketpair", "socket", "close"},
    {"socket", "socket", "close"},     {"accept", "socket", "close"},
    {"pipe", "pipe end", "close"},     {"dup", "descriptor", "close"},
    {"epoll", "descriptor", "close"},  {"eventfd", "descriptor", "close"},
};

static const struct handle *handle_of(const struct ll_diag *diag)
{
    static const struct handle file = {"open", "file", "close"};
    const char *names[sizeof handles / sizeof *handles + 1] = {NULL};
    size_t i = 0;
    for (size_t k = 0; k < sizeof handles / sizeof *handles; k++)
        names[k] = handles[k].opener;
    const char *opener = ll_called(&diag->allocated, names, NULL);
    while (opener != NULL && opener != handles[i].opener)
        i++;
    return opener == NULL ? &file : &handles[i];
}

const char *ll_handle_name(const struct ll_diag *diag)
{
    return handle_of(diag)->name;
}

const char *ll_handle_closer(const struct ll_diag *diag)
{
    return ll_is_of_pair(diag) ? diag->freed_by : handle_of(diag)->closer;
}

bool ll_opens_stream(const struct ll_diag *diag)
{
    return strcmp(handle_of(diag)->closer, "close") != 0;
}

/* ---- allocators ------------------------------------------------------------------ */

struct family {
    const char *mark; /* in a function's name, whatever its case */
    const char *allocate, *resize, *release;
};

static const struct family families[] = {
    {"PyMem_", "PyMem_Malloc", "PyMem_Realloc", "PyMem_Free"},
    {"PyObject_", "PyObject_Malloc", "PyObject_Realloc", "PyObject_Free"},
};

/* The function of Python's that an operator of C++ stands in for in `stack`; NULL:
 * none. Our hooks are named after them: "pymem_realloc". */
static const char *of_python(const struct ll_stack *stack, bool releases)
{
    for (size_t i = 0; i < stack->count; i++)
        for (size_t f = 0; f < sizeof families / sizeof *families; f++) {
            const char *function = stack->frames[i].function;
            if (function == NULL || strcasestr(function, families[f].mark) == NULL)
                continue;
            if (strcasestr(function, families[f].resize) != NULL)
                return families[f].resize;
            return releases ? families[f].release : families[f].allocate;
        }
    return NULL;
}

/* C++'s operators, as programmers call them; `name` itself, if it is none. */
static const char *in_plain_words(const char *name)
{
    static const char *const operators[][2] = {
        {"operator new []", "new[]"},      {"operator new[]", "new[]"},
        {"operator new", "new"},           {"operator delete []", "delete[]"},
        {"operator delete[]", "delete[]"}, {"operator delete", "delete"},
    };
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (strcmp(operators[i][0], name) == 0)
            return operators[i][1];
    return name;
}

static const char *done_by(const struct ll_stack *stack, const char *operator_name,
                           bool releases, const char *otherwise)
{
    if (operator_name != NULL && !ll_starts_with(operator_name, "operator"))
        return operator_name;
    const char *function = of_python(stack, releases);
    if (function != NULL)
        return function;
    return operator_name != NULL ? in_plain_words(operator_name) : otherwise;
}

/* The function that the reader's line calls, which may have left the work to another.
 */
static const char *who(const struct ll_stack *stack, const char *operator_name,
                       bool releases, const char *otherwise)
{
    const char *worker = done_by(stack, operator_name, releases, otherwise);
    const char *call = ll_python_call(ll_readable_frame(stack), worker);
    return call != NULL ? call : worker;
}

const char *ll_allocator(const struct ll_diag *diag)
{
    return who(&diag->allocated, diag->allocated_by, false, "another family");
}

const char *ll_deallocator(const struct ll_diag *diag)
{
    return who(&diag->at, diag->freed_by, true, "a function of another family");
}

const char *ll_called(const struct ll_stack *stack, const char *const *names,
                      const char *otherwise)
{
    for (size_t i = 0; i < stack->count && i < 3; i++)
        for (const char *const *name = names; *name != NULL; name++) {
            const char *function = stack->frames[i].function;
            if (function != NULL && strstr(function, *name) != NULL)
                return *name;
        }
    return otherwise;
}

static bool has_both_names(const struct ll_diag *diag)
{
    return diag->allocated_by != NULL && diag->freed_by != NULL;
}

bool ll_is_of_pair(const struct ll_diag *diag)
{
    enum ll_kind kind = diag->kind;
    return has_both_names(diag) &&
           (kind == LL_DEFINITELY_LOST || kind == LL_INDIRECTLY_LOST ||
            kind == LL_POSSIBLY_LOST || kind == LL_KEPT_TOO_LONG ||
            kind == LL_DESCRIPTOR_LEAK);
}

bool ll_is_given_back_at_once(const struct ll_diag *diag)
{
    return ll_is_of_pair(diag) && strcmp(diag->freed_by, "free") != 0;
}

/* The function that takes the lost block back; NULL: free, or none is known. */
static const char *taker(const struct ll_diag *diag)
{
    bool told = !has_both_names(diag) || ll_is_of_pair(diag);
    return told && !ll_same_text(diag->freed_by, "free") ? diag->freed_by : NULL;
}

/* Whether another function than free takes the block back: --allocator or a pair names
 * it, or the function that handed the block out told the tools of it. */
static bool is_given_back(const struct ll_diag *diag)
{
    const struct ll_stack first = {diag->allocated.frames, diag->allocated.count > 0};
    return taker(diag) != NULL ||
           (diag->allocated_by != NULL && diag->freed_by == NULL) ||
           ll_readable_frame(&first) != NULL;
}

void ll_say_freeing(struct ll_buf *out, const struct ll_diag *diag, const char *text)
{
    static const char *const verbs[][2] = {
        {"free $", "give $ back"},       {"free it", "give it back"},
        {"free them", "give them back"}, {"be freed", "be given back"},
        {"and freed", "and given back"},
    };
    bool other = is_given_back(diag);
    while (*text != '\0') {
        size_t i = 0, count = sizeof verbs / sizeof *verbs;
        while (i < count && !(other && ll_starts_with(text, verbs[i][0])))
            i++;
        if (i == count) {
            ll_buf_putc(out, *text++);
            continue;
        }
        bool named = i == 0 && ll_is_of_pair(diag);
        if (named)
            ll_buf_addf(out, "call `%s` for $", diag->freed_by);
        else
            ll_buf_puts(out, verbs[i][1]);
        if (!named && taker(diag) != NULL)
            ll_buf_addf(out, " with `%s`", diag->freed_by);
        text += strlen(verbs[i][0]);
    }
}

/* ---- files ------------------------------------------------------------------ */

/* What was closed in the innermost frames of `stack`, by the C library: of its
 * functions no source is known. */
static const char *closed_by(const struct ll_stack *stack)
{
    static const char *const names[][2] = {
        {"fclose", "file"}, {"pclose", "file"}, {"closedir", "folder"}};
    if (ll_is_system_close(stack))
        return LL_DESCRIPTOR;
    for (size_t i = 0; i < stack->count && i < 4; i++)
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            const struct ll_frame *frame = &stack->frames[i];
            if (frame->file != NULL && frame->line > 0 && ll_path_exists(frame->file))
                return NULL; /* the program's own */
            if (frame->function != NULL && strstr(frame->function, names[k][0]) != NULL)
                return names[k][1];
        }
    return NULL;
}

bool ll_is_system_close(const struct ll_stack *stack)
{
    const struct ll_frame *frame = stack->count > 0 ? &stack->frames[0] : NULL;
    if (frame == NULL || frame->function == NULL ||
        (frame->file != NULL && frame->line > 0 && ll_path_exists(frame->file)))
        return false;
    const char *name = frame->function;
    return strcmp(name, "close") == 0 || strcmp(name, "__close") == 0 ||
           strcmp(name, "__close_nocancel") == 0;
}

const char *ll_closed_thing(const struct ll_diag *diag)
{
    bool used = diag->kind == LL_USE_AFTER_FREE || diag->kind == LL_DOUBLE_FREE;
    return used ? closed_by(&diag->freed) : NULL;
}

bool ll_is_closed_twice(const struct ll_diag *diag)
{
    return ll_closed_thing(diag) != NULL && closed_by(&diag->at) != NULL;
}

const char *ll_closed_term(const struct ll_diag *diag)
{
    if (ll_closed_thing(diag) == NULL)
        return NULL;
    return ll_is_closed_twice(diag) ? "double close" : "use after close";
}

/* ---- signals ---------------------------------------------------------------- */

bool ll_stack_is_full(const struct ll_diag *diag)
{
    return diag->kind == LL_CRASH && diag->signal == SIGSEGV &&
           diag->place.region == LL_REGION_STACK;
}

const char *ll_misaligned(const struct ll_diag *diag)
{
    static const char *const names[] = {"aligned_alloc", "posix_memalign", NULL};
    bool is_told = diag->kind == LL_BAD_SIZE && diag->operation != NULL &&
                   diag->place.region != LL_REGION_ARRAY;
    return is_told ? ll_called(&diag->at, names, NULL) : NULL;
}

bool ll_names_elements(const char *variable)
{
    return variable != NULL && ll_ends_with(variable, LL_ELEMENTS);
}

bool ll_size_is_unset(const struct ll_diag *diag)
{
    if (diag->kind != LL_BAD_SIZE || diag->operation == NULL ||
        ll_misaligned(diag) != NULL)
        return false;
    const char *times = strstr(diag->operation, " * ");
    return ll_is_fill_number(strtoull(diag->operation, NULL, 10)) ||
           (times != NULL && ll_is_fill_number(strtoull(times + 3, NULL, 10)));
}

/* Whether the program ended in that function of the C library, which the reader's code
 * had called. */
static bool gave_up_in(const struct ll_diag *diag, const char *function)
{
    const struct ll_frame *own = ll_readable_frame(&diag->at);
    bool found = false;
    for (const struct ll_frame *frame = diag->at.frames; own != NULL && frame < own;
         frame++)
        found = found || ll_same_text(frame->function, function);
    return diag->kind == LL_CRASH && diag->signal == SIGABRT && found;
}

bool ll_is_failed_assert(const struct ll_diag *diag)
{
    return gave_up_in(diag, "__assert_fail");
}

bool ll_is_smashed(const struct ll_diag *diag)
{
    return gave_up_in(diag, "__stack_chk_fail");
}

bool ll_calls_abort(const struct ll_diag *diag)
{
    const struct ll_frame *own = ll_readable_frame(&diag->at);
    return diag->signal == SIGABRT && own != NULL && own > diag->at.frames &&
           ll_same_text(own[-1].function, "abort");
}

const char *ll_crash_gloss(const struct ll_diag *diag)
{
    if (ll_is_failed_assert(diag))
        return "the condition of an assert was false";
    if (ll_is_smashed(diag))
        return "a write past the end of a local array had changed the guard behind it";
    if (ll_calls_abort(diag))
        return "it called abort";
    if (ll_stack_is_full(diag))
        return "the stack, where local variables live, was full";
    if (diag->signal == SIGSEGV && diag->place.region == LL_REGION_READ_ONLY)
        return "it wrote to memory that may only be read";
    return ll_signal_gloss(diag->signal);
}
