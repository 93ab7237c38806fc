/* SPDX-License-Identifier: MIT
 *
 * A report, line by line:
 *
 *     ==7==ERROR: AddressSanitizer: heap-use-after-free on address …   a fault
 *     READ of size 4 at 0x… thread T0                                  its access
 *         #0 0x… in use /src/a.c:9:5                                   stack: at
 *     0x… is located 8 bytes inside of 40-byte region […)              its place
 *     freed by thread T0 here:
 *         #0 …                                                         stack: freed
 *     previously allocated by thread T0 here:
 *         #0 …                                                         stack: allocated
 *     SUMMARY: AddressSanitizer: heap-use-after-free /src/a.c:9 in use
 *     Shadow bytes around the buggy address: …                         not read
 *
 * A leak report holds many faults between its ERROR and its SUMMARY, each starting
 * with "Direct leak of" or "Indirect leak of". MemorySanitizer's is alike, and tells
 * where the value comes from:
 *
 *     Uninitialized bytes in write at offset 4 inside [0x…, 8)         at times
 *     ==7==WARNING: MemorySanitizer: use-of-uninitialized-value        a fault
 *         #0 0x… in use /src/a.c:9:5                                   stack: at
 *       Uninitialized value was stored to memory at                    not read
 *         #0 …
 *       Uninitialized value was created by a heap allocation
 *         #0 …                                                         stack: allocated
 *     SUMMARY: MemorySanitizer: use-of-uninitialized-value /src/a.c:9 in use
 *
 * UndefinedBehaviorSanitizer tells of an operation and goes on. Where that cannot go
 * well, what follows is the same fault once more:
 *
 *     /src/a.c:9:5: runtime error: store to null pointer of type 'int'   a fault
 *         #0 0x… in use /src/a.c:9:5                                     stack: at
 *     SUMMARY: UndefinedBehaviorSanitizer: undefined-behavior /src/a.c:9:5
 *     ==7==ERROR: UndefinedBehaviorSanitizer: SEGV on unknown address …
 *
 * Each line is offered to a table of readers by how it begins. Unknown lines are kept
 * as the tool's words and change nothing.
 */
#include "tools/sanitizer_text.h"

#include <ctype.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/path.h"
#include "base/text.h"
#include "tools/sanitizer_parts.h"

/* A hostile report may be long; a real one is far below these. */
#define FRAMES_MAX 256
#define HEADLINE_MAX 512
#define RAW_MAX ((size_t)64 * 1024)
#define SOURCE_MAX ((size_t)16 * 1024 * 1024)

/* What the reader holds of the fault that it is in. */
struct reader {
    const char *tool;
    struct ll_diags *out;
    struct ll_sanitizer_state *state;
    struct ll_error *err;

    bool open;             /* `diag` is being filled */
    bool operations;       /* the last fault was an operation, and others may follow */
    bool sequel;           /* so was the one before it */
    struct ll_frame where; /* of an operation; points into the text */
    struct ll_diag diag;
    struct ll_stack *stack;    /* where frames go; NULL: nowhere */
    struct ll_stack owner;     /* the frame that a stack variable lives in */
    bool below_main;           /* frames of the C library's start, and ours */
    bool writes, reads;        /* the access */
    unsigned long long offset; /* of the access in the owner's frame */
    struct ll_buf raw;
};

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* The number behind the first `word` in `text`, or 0. */
static unsigned long long number_after(const char *text, const char *word)
{
    const char *at = strstr(text, word);
    return at == NULL ? 0 : strtoull(at + strlen(word), NULL, 10);
}

/* Fill a string that is not known yet. */
static bool learn(char **known, const char *text, size_t length)
{
    if (*known == NULL)
        *known = strndup(text, length);
    return *known != NULL;
}

/* What stands in single quotes behind `from`. NULL: nothing. */
static const char *quoted(const char *from, size_t *length)
{
    const char *open = strchr(from, '\'');
    const char *close = open == NULL ? NULL : strchr(open + 1, '\'');
    if (close == NULL)
        return NULL;
    *length = (size_t)(close - open - 1);
    return open + 1;
}

static void open_fault(struct reader *r, enum ll_kind kind)
{
    ll_diag_init(&r->diag, kind);
    r->open = true;
    r->reads = r->writes = false;
    r->offset = 0;
}

/* Give the variable the name that it has in the source: of two that are called "n" in
 * one function clang calls the second "n24", and some it makes by itself. */
static void find_name(struct ll_diag *diag, const struct ll_stack *owner)
{
    struct ll_buf source = LL_BUF_INIT;
    const char *file = owner->count > 0 ? owner->frames[0].file : NULL;
    if (diag->variable == NULL || file == NULL ||
        ll_file_read(file, SOURCE_MAX, &source, NULL) != 0)
        goto out;
    const char *text = ll_buf_text(&source);
    size_t length = strlen(diag->variable);
    if (ll_find_word(text, text, diag->variable, length) == NULL)
        while (length > 0 && isdigit((unsigned char)diag->variable[length - 1]))
            length--;
    bool found = ll_find_word(text, text, diag->variable, length) != NULL;
    diag->variable[length] = '\0';
    if (!found) {
        free(diag->variable);
        diag->variable = NULL;
    }
out:
    ll_buf_release(&source);
}

/* Whether the stack `to` leads through the place and the callers of `from`. */
static bool leads_through(const struct ll_stack *to, const struct ll_stack *from)
{
    if (from->count == 0 || from->count > to->count)
        return false;
    const struct ll_frame *tail = to->frames + (to->count - from->count);
    for (size_t i = 0; i < from->count; i++)
        if (tail[i].line != from->frames[i].line ||
            !ll_same_text(tail[i].function, from->frames[i].function) ||
            !ll_same_text(tail[i].file, from->frames[i].file))
            return false;
    return true;
}

/* Whether `diag` is what became of the operation before it: a pointer that is NULL is
 * found out for the struct, for its member, and by the system. */
static bool is_sequel(const struct ll_diag *before, const struct ll_diag *diag)
{
    bool again = before->place.is_null && diag->place.is_null;
    return (again || diag->kind == LL_CRASH) && leads_through(&diag->at, &before->at);
}

/* Add what `diag` says to `before`, whose sequel it is, and release it. */
static int join_sequel(struct reader *r, struct ll_diag *before, struct ll_diag *diag)
{
    char **words = &before->witnesses[0].raw, *joined = NULL;
    bool enough = strlen(*words) > RAW_MAX;
    if (before->kind == LL_OTHER) {
        before->kind = diag->kind;
        before->place = diag->place;
    }
    before->signal = diag->signal;
    ll_diag_release(diag);
    if (!enough && asprintf(&joined, "%s%s", *words, ll_buf_text(&r->raw)) < 0)
        return ll_fail_memory(r->err);
    ll_buf_clear(&r->raw);
    if (joined != NULL) {
        free(*words);
        *words = joined;
    }
    return 0;
}

/* Hand the fault over, with what is known of it. */
static int close_fault(struct reader *r)
{
    if (!r->open)
        return 0;
    struct ll_diag *diag = &r->diag;
    const struct ll_frame *where = &r->where;
    if (diag->kind == LL_UNINITIALISED)
        find_name(diag, &r->owner);
    if (diag->at.count == 0 && where->file != NULL &&
        !ll_stack_add(&diag->at, NULL, where->file, where->line, where->column, NULL))
        return ll_fail_memory(r->err);
    r->open = false;
    r->stack = NULL;
    ll_stack_release(&r->owner);
    if (diag->kind == LL_INVALID_READ && !r->reads && !r->operations)
        diag->kind = r->writes ? LL_INVALID_WRITE : LL_OTHER;
    struct ll_diag *last = r->out->count > 0 ? &r->out->items[r->out->count - 1] : NULL;
    if (r->sequel && last != NULL && is_sequel(last, diag))
        return join_sequel(r, last, diag);
    if (r->out->count >= LL_SANITIZER_FAULTS_MAX) {
        r->state->flooded = true;
        ll_diag_release(diag);
        return 0;
    }
    bool told = ll_diag_add_witness(diag, r->tool, ll_buf_text(&r->raw));
    ll_buf_clear(&r->raw);
    if (!told) {
        ll_diag_release(diag);
        return ll_fail_memory(r->err);
    }
    return ll_diags_add(r->out, diag, r->err);
}

/* ---- where a report begins and ends ------------------------------------------ */

/* "alloc-dealloc-mismatch (malloc vs operator delete) on 0x…" */
static bool read_families(struct ll_diag *diag, const char *text)
{
    const char *open = strchr(text, '(');
    const char *versus = open == NULL ? NULL : strstr(open, " vs ");
    const char *close = versus == NULL ? NULL : strchr(versus, ')');
    return close == NULL ||
           (learn(&diag->allocated_by, open + 1, (size_t)(versus - open - 1)) &&
            learn(&diag->freed_by, versus + 4, (size_t)(close - versus - 4)));
}

/* An ERROR line. */
static int begin(struct reader *r)
{
    r->state->again = r->state->again || (r->state->ended && !r->operations);
    r->state->begun = true;
    r->state->ended = false;
    int result = close_fault(r);
    r->sequel = r->operations;
    r->operations = false;
    r->where = (struct ll_frame){0};
    return result;
}

static int on_error(struct reader *r, const char *line)
{
    struct ll_diag *diag = &r->diag;
    const char *text = strstr(line, "Sanitizer: ") + strlen("Sanitizer: ");
    if (begin(r) != 0)
        return -1;
    r->state->fatal = true;
    open_fault(r, LL_OTHER);
    r->stack = &diag->at;
    ll_sanitizer_type(text, diag);
    if (!learn(&diag->what, text, ll_sanitizer_headline(text)) ||
        (diag->kind == LL_MISMATCHED_FREE && !read_families(diag, text)))
        return ll_fail_memory(r->err);
    const char *address = strstr(text, "address 0x");
    if ((diag->signal == SIGSEGV || diag->signal == SIGBUS) && address != NULL &&
        strtoull(address + strlen("address "), NULL, 16) < 4096) {
        diag->place.region = LL_REGION_NOTHING;
        diag->place.is_null = true;
    }
    return 0;
}

static int on_leaks(struct reader *r, const char *text)
{
    (void)text;
    return begin(r);
}

static int on_leak(struct reader *r, const char *text)
{
    if (close_fault(r) != 0)
        return -1;
    open_fault(r, text[0] == 'D' ? LL_DEFINITELY_LOST : LL_INDIRECTLY_LOST);
    r->stack = &r->diag.allocated;
    r->diag.bytes = number_after(text, " leak of ");
    r->diag.blocks = number_after(text, " in ");
    const char *tail = strstr(text, " allocated from");
    size_t length = tail != NULL ? (size_t)(tail - text) : strlen(text);
    return learn(&r->diag.what, text, length) ? 0 : ll_fail_memory(r->err);
}

static int on_summary(struct reader *r, const char *text)
{
    const char *type = strstr(text, "Sanitizer: ");
    if (r->open && type != NULL && r->diag.kind == LL_OTHER)
        ll_sanitizer_type(type + strlen("Sanitizer: "), &r->diag);
    r->state->ended = true;
    return close_fault(r);
}

static int on_broken(struct reader *r, const char *text)
{
    (void)text;
    r->state->broken = true;
    return 0;
}

/* ---- what happened ----------------------------------------------------------- */

static int on_access(struct reader *r, const char *text)
{
    r->reads = text[0] == 'R';
    r->writes = text[0] == 'W';
    r->diag.access = number_after(text, " of size ");
    return 0;
}

/* Words that belong to the headline of a crash. */
static int on_hint(struct reader *r, const char *text)
{
    if (strlen(r->diag.what) > HEADLINE_MAX)
        return 0;
    struct ll_buf what = LL_BUF_INIT;
    const char *end = strrchr(r->diag.what, '.');
    const char *stop = end != NULL && end[1] == '\0' ? "" : ".";
    ll_buf_addf(&what, "%s%s %s", r->diag.what, stop, text);
    char *longer = ll_buf_take(&what);
    ll_buf_release(&what);
    if (longer == NULL)
        return ll_fail_memory(r->err);
    free(r->diag.what);
    r->diag.what = longer;
    if (strstr(text, "high value address") != NULL)
        r->diag.place.region = LL_REGION_NOTHING;
    return 0;
}

static int on_freed(struct reader *r, const char *text)
{
    (void)text;
    r->stack = &r->diag.freed;
    return 0;
}

static int on_allocated(struct reader *r, const char *text)
{
    (void)text;
    r->stack = &r->diag.allocated;
    return 0;
}

static int on_thread(struct reader *r, const char *text)
{
    (void)text;
    r->stack = NULL;
    return 0;
}

/* ---- where a value comes from ------------------------------------------------- */

/* Which bytes it is about stands before the fault. */
static int on_bytes(struct reader *r, const char *text)
{
    if (!r->open) {
        ll_buf_clear(&r->raw);
        ll_buf_addf(&r->raw, "%s\n", text);
    }
    return 0;
}

/* "Uninitialized value was created by" a heap allocation, a heap deallocation, or "an
 * allocation of 'n' in the stack frame of function 'main'". */
static int on_created(struct reader *r, const char *text)
{
    struct ll_diag *diag = &r->diag;
    const char *of = strstr(text, "an allocation of '");
    size_t length = 0;
    r->stack = NULL;
    if (strstr(text, "a heap allocation") != NULL) {
        diag->place.region = LL_REGION_HEAP;
        r->stack = &diag->allocated;
    } else if (strstr(text, "a heap deallocation") != NULL) {
        diag->kind = LL_USE_AFTER_FREE;
        diag->place.region = LL_REGION_HEAP;
        r->stack = &diag->freed;
    } else if (of != NULL && (of = quoted(of, &length)) != NULL) {
        diag->place.region = LL_REGION_STACK;
        r->stack = &r->owner; /* the line is the function's: it is not told */
        if (!learn(&diag->variable, of, length))
            return ll_fail_memory(r->err);
    }
    return 0;
}

/* "Uninitialized value was stored to memory at": a step on the way. */
static int on_step(struct reader *r, const char *text)
{
    (void)text;
    r->stack = NULL;
    return 0;
}

/* ---- where the address lies -------------------------------------------------- */

/* " 0 bytes to the right of", " 4 bytes inside of"; since gcc 13 and clang 16
 * " 0 bytes after", " 8 bytes before". */
static enum ll_position read_position(const char *text)
{
    if (strstr(text, " bytes inside ") != NULL)
        return LL_INSIDE;
    if (strstr(text, " bytes to the right ") != NULL ||
        strstr(text, " bytes after ") != NULL)
        return LL_AFTER;
    if (strstr(text, " bytes to the left ") != NULL ||
        strstr(text, " bytes before ") != NULL)
        return LL_BEFORE;
    return LL_POSITION_UNKNOWN;
}

/* The variable is `name`; where it is declared is still to be told. */
static bool know_variable(struct reader *r, const char *name, size_t length)
{
    struct ll_diag *diag = &r->diag;
    free(diag->variable);
    free(diag->declared);
    diag->variable = diag->declared = NULL;
    return learn(&diag->variable, name, length);
}

/* "global variable 'table' defined in 'a.c:3:5' (0x…) of size 40". A report may
 * tell of the neighbours too: the nearest counts. */
static int read_global(struct reader *r, const char *text, const char *global)
{
    struct ll_diag *diag = &r->diag;
    struct ll_place place = {.region = LL_REGION_GLOBAL,
                             .position = read_position(text),
                             .distance = number_after(text, " is located "),
                             .block_size = number_after(global, " of size ")};
    if (diag->variable != NULL && place.distance >= diag->place.distance)
        return 0;
    diag->place = place;
    size_t length = 0, rest = 0;
    const char *name = quoted(global, &length);
    const char *defined = strstr(global, " defined in ");
    const char *where = defined == NULL ? NULL : quoted(defined, &rest);
    if (name == NULL)
        return 0;
    if (!know_variable(r, name, length))
        return ll_fail_memory(r->err);
    if (where != NULL) { /* '/src/a.c:3:5' */
        const char *slash = memrchr(where, '/', rest);
        const char *base = slash == NULL ? where : slash + 1;
        size_t line = strcspn(base, ":'");
        line += base[line] == ':' ? 1 + strspn(base + line + 1, "0123456789") : 0;
        if (!learn(&diag->declared, base, line))
            return ll_fail_memory(r->err);
    }
    return 0;
}

static int on_located(struct reader *r, const char *text)
{
    if (r->operations) /* "0x…: note: pointer points here" */
        return 0;
    r->stack = NULL;
    struct ll_place *place = &r->diag.place;
    const char *global = strstr(text, " global variable '");
    const char *region = strstr(text, "-byte region");
    if (global != NULL)
        return read_global(r, text, global);
    if (strstr(text, " in stack of thread ") != NULL) {
        place->region = LL_REGION_STACK;
        r->offset = number_after(text, " at offset ");
        r->stack = &r->owner;
        return 0;
    }
    if (strstr(text, " is a wild pointer") != NULL)
        place->region = LL_REGION_NOTHING;
    if (region == NULL || place->position != LL_POSITION_UNKNOWN)
        return 0;
    place->region = LL_REGION_HEAP;
    place->position = read_position(text);
    place->distance = number_after(text, " is located ");
    while (region > text && region[-1] >= '0' && region[-1] <= '9')
        region--;
    place->block_size = strtoull(region, NULL, 10);
    return 0;
}

/* "a.c:5, in main": where a variable of the owner's frame is declared. */
static bool declare(struct reader *r, unsigned long long line)
{
    const struct ll_frame *frame = r->owner.count > 0 ? &r->owner.frames[0] : NULL;
    if (frame == NULL || frame->file == NULL || frame->function == NULL || line == 0)
        return true;
    struct ll_buf words = LL_BUF_INIT;
    const char *slash = strrchr(frame->file, '/');
    ll_buf_addf(&words, "%s:%llu, in %s", slash == NULL ? frame->file : slash + 1, line,
                frame->function);
    r->diag.declared = ll_buf_take(&words);
    ll_buf_release(&words);
    return r->diag.declared != NULL;
}

/* "    [48, 88) 'squares' (line 5) <== Memory access at offset 88 overflows this
 * variable": one line for each variable of the frame. The arrow is not followed: it
 * prefers the variable behind a gap, far from the one that was left. */
static int on_variable(struct reader *r, const char *text)
{
    struct ll_diag *diag = &r->diag;
    size_t length = 0;
    const char *name = quoted(text, &length);
    if (name == NULL || r->owner.count == 0 || diag->place.position == LL_INSIDE)
        return 0;
    char *comma;
    unsigned long long begin = strtoull(text + 1, &comma, 10);
    unsigned long long end = number_after(comma, ", ");
    unsigned long long offset = r->offset;
    struct ll_place place = {.region = LL_REGION_STACK,
                             .position = LL_INSIDE,
                             .distance = offset - begin,
                             .block_size = end - begin};
    if (offset >= end) {
        place.position = LL_AFTER;
        place.distance = offset - end;
    } else if (offset < begin) {
        place.position = LL_BEFORE;
        place.distance = begin - offset;
    }
    if (begin >= end || (diag->variable != NULL && place.position != LL_INSIDE &&
                         place.distance >= diag->place.distance))
        return 0;
    diag->place = place;
    return know_variable(r, name, length) && declare(r, number_after(name, "(line "))
               ? 0
               : ll_fail_memory(r->err);
}

/* ---- lines ------------------------------------------------------------------- */

static const struct {
    const char *with;
    int (*read)(struct reader *r, const char *text);
    bool inside; /* only while a fault is open */
} readers[] = {
    {"ERROR: AddressSanitizer: ", on_error, false},
    {"ERROR: MemorySanitizer: ", on_error, false},
    {"WARNING: MemorySanitizer: ", on_error, false},
    {"ERROR: UndefinedBehaviorSanitizer: ", on_error, false},
    {"Uninitialized bytes in ", on_bytes, false},
    {"ERROR: LeakSanitizer: detected memory leaks", on_leaks, false},
    {"Direct leak of ", on_leak, false},
    {"Indirect leak of ", on_leak, false},
    {"SUMMARY: ", on_summary, false},
    {"AddressSanitizer: CHECK failed", on_broken, false},
    {"AddressSanitizer: nested bug", on_broken, false},
    {"LeakSanitizer has encountered a fatal error", on_broken, false},
    {"LeakSanitizer: CHECK failed", on_broken, false},
    {"Sanitizer CHECK failed", on_broken, false},
    {"MemorySanitizer: CHECK failed", on_broken, false},
    {"UndefinedBehaviorSanitizer: CHECK failed", on_broken, false},
    {"FATAL: ", on_broken, false}, /* no place for its account of memory, say */
    {"Tracer caught signal", on_broken, false},
    {"Running thread ", on_broken, false}, /* was not suspended: false leaks */
    {"READ of size ", on_access, true},
    {"WRITE of size ", on_access, true},
    {"ACCESS of size ", on_access, true},
    {"The signal is caused by ", on_hint, true},
    {"Hint: ", on_hint, true},
    {"Uninitialized value was created by ", on_created, true},
    {"Uninitialized value ", on_step, true},
    {"Memory was marked as uninitialized", on_step, true},
    {"freed by thread ", on_freed, true},
    {"previously allocated by thread ", on_allocated, true},
    {"allocated by thread ", on_allocated, true},
    {"0x", on_located, true},
    {"Address 0x", on_located, true},
    {"Thread T", on_thread, true},
    {"[", on_variable, true},
};

/* Whether the line is a frame that leads to the reader's main: those that start a
 * program, ours among them, are of no use to anyone. */
static bool above_main(struct reader *r, const char *text)
{
    if (starts(text, "#0 ")) {
        r->below_main = false;
        /* A report may tell of two blocks; the first is meant. */
        if (r->stack != NULL && r->stack->count > 0)
            r->stack = NULL;
    }
    return !r->below_main;
}

static void keep_words(struct reader *r, const char *line)
{
    if (!r->open || line[0] == '\0')
        return;
    ll_buf_puts(&r->raw, line);
    ll_buf_putc(&r->raw, '\n');
}

static int add_frame(struct reader *r, char *text)
{
    struct ll_frame frame;
    if (!ll_sanitizer_frame(text, &frame))
        return 0;
    if (r->stack == &r->diag.at && r->stack->count == 0 && frame.line == r->where.line)
        frame.column = r->where.column; /* where it begins */
    r->below_main = frame.function != NULL && strcmp(frame.function, "main") == 0;
    if (r->stack == NULL || r->stack->count >= FRAMES_MAX)
        return 0;
    return ll_stack_add(r->stack, frame.function, frame.file, frame.line, frame.column,
                        frame.object)
               ? 0
               : ll_fail_memory(r->err);
}

static unsigned number(const char *digits)
{
    unsigned long value = strtoul(digits, NULL, 10);
    return value > INT_MAX ? 0 : (unsigned)value;
}

/* Cut up "/src/a.c:9:5", or "<unknown>". */
static void read_where(char *text, struct ll_frame *where)
{
    char *column = strrchr(text, ':');
    if (column == NULL)
        return;
    *column = '\0';
    char *line = strrchr(text, ':');
    if (line == NULL)
        return;
    *line = '\0';
    where->file = text;
    where->line = number(line + 1);
    where->column = number(column + 1);
}

/* "/src/a.c:9:5: runtime error: division by zero", cut into its two parts. */
static int on_operation(struct reader *r, char *line, char *colon, const char *words)
{
    struct ll_diag *diag = &r->diag;
    struct ll_buf what = LL_BUF_INIT;
    if (begin(r) != 0)
        return -1;
    r->operations = true;
    open_fault(r, LL_OTHER);
    keep_words(r, line);
    r->stack = &diag->at;
    *colon = '\0';
    read_where(line, &r->where);
    r->state->fatal = ll_sanitizer_operation(words, &r->where, diag);
    ll_sanitizer_words(words, &what);
    diag->what = ll_buf_take(&what);
    ll_buf_release(&what);
    return diag->what != NULL ? 0 : ll_fail_memory(r->err);
}

static int read_line(struct reader *r, char *line)
{
    static const char operation[] = ": runtime error: ";
    char *colon = strstr(line, operation);
    if (colon != NULL)
        return on_operation(r, line, colon, colon + strlen(operation));
    char *text = line + strspn(line, " ");
    if (starts(text, "==")) { /* "==4711==" */
        char *end = strstr(text + 2, "==");
        text = end != NULL ? end + 2 : text;
    }
    if (text[0] == '#') {
        if (!r->open || !above_main(r, text))
            return 0;
        keep_words(r, line);
        return add_frame(r, text);
    }
    int result = 0;
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
        if (!starts(text, readers[i].with))
            continue;
        if (r->open || !readers[i].inside)
            result = readers[i].read(r, text);
        break;
    }
    keep_words(r, line);
    return result;
}

int ll_sanitizer_read(char *text, const char *tool, struct ll_diags *out,
                      struct ll_sanitizer_state *state, struct ll_error *err)
{
    struct reader r = {.tool = tool, .out = out, .state = state, .err = err};
    ll_buf_init(&r.raw, RAW_MAX);
    int result = 0;
    char *end;
    for (char *line = text; result == 0 && (end = strchr(line, '\n')); line = end + 1) {
        *end = '\0';
        result = read_line(&r, line);
    }
    if (result == 0)
        result = close_fault(&r);
    if (r.open)
        ll_diag_release(&r.diag);
    ll_stack_release(&r.owner);
    ll_buf_release(&r.raw);
    return result;
}
