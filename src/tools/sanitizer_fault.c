/* SPDX-License-Identifier: MIT */
#include "tools/sanitizer_fault.h"

#include <ctype.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/c_tokens.h"
#include "base/path.h"
#include "base/text.h"
#include "diag/escape.h"
#include "tools/sanitizer_parts.h"

/* A hostile report may be long; a real one is far below these. */
#define FRAMES_MAX 256
#define HEADLINE_MAX 512
#define SOURCE_MAX ((size_t)16 * 1024 * 1024)

/* The number behind the first `word` in `text`, or 0. */
static unsigned long long number_after(const char *text, const char *word)
{
    const char *at = strstr(text, word);
    return at == NULL ? 0 : strtoull(at + strlen(word), NULL, 10);
}

/* The address behind it, or 0. */
static unsigned long long address_after(const char *text, const char *words)
{
    const char *at = strstr(text, words);
    return at == NULL ? 0 : strtoull(at + strlen(words), NULL, 16);
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

/* ---- opening --------------------------------------------------------------------- */

static void open_fault(struct ll_sanitizer_fault *fault, enum ll_kind kind)
{
    *fault = (struct ll_sanitizer_fault){0};
    ll_diag_init(&fault->diag, kind);
}

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

/* AddressSanitizer calls each crash at an address near the stack pointer an overflow of
 * the stack. But what lies above the frame of the running function was not reached by
 * one more call: a write went past an array, up to the end of the stack. */
static bool is_above_frame(const char *text, unsigned long long address)
{
    unsigned long long bp = address_after(text, " bp "),
                       sp = address_after(text, " sp ");
    return sp > 0 && bp >= sp && address >= bp;
}

bool ll_sanitizer_open_error(struct ll_sanitizer_fault *fault, const char *text)
{
    struct ll_diag *diag = &fault->diag;
    open_fault(fault, LL_OTHER);
    fault->stack = &diag->at;
    ll_sanitizer_type(text, diag);
    if (!learn(&diag->what, text, ll_sanitizer_headline(text)) ||
        (diag->kind == LL_MISMATCHED_FREE && !read_families(diag, text)))
        return false;
    const char *words = strstr(text, "address 0x");
    unsigned long long address =
        words == NULL ? 0 : strtoull(words + strlen("address "), NULL, 16);
    if (diag->kind == LL_CRASH && diag->place.region == LL_REGION_STACK &&
        is_above_frame(text, address))
        diag->place.region = LL_REGION_NOTHING;
    if ((diag->signal == SIGSEGV || diag->signal == SIGBUS) && words != NULL &&
        address < 4096) {
        diag->place.region = LL_REGION_NOTHING;
        diag->place.is_null = true;
        diag->place.null_offset = address;
    }
    return true;
}

bool ll_sanitizer_open_leak(struct ll_sanitizer_fault *fault, const char *text)
{
    open_fault(fault, text[0] == 'D' ? LL_DEFINITELY_LOST : LL_INDIRECTLY_LOST);
    fault->stack = &fault->diag.allocated;
    fault->diag.bytes = number_after(text, " leak of ");
    fault->diag.blocks = number_after(text, " in ");
    const char *tail = strstr(text, " allocated from");
    size_t length = tail != NULL ? (size_t)(tail - text) : strlen(text);
    return learn(&fault->diag.what, text, length);
}

bool ll_sanitizer_open_race(struct ll_sanitizer_fault *fault, const char *text)
{
    const char *tail = strstr(text, " (pid=");
    size_t length = tail != NULL ? (size_t)(tail - text) : strlen(text);
    bool is_race = length > 0 && strncmp(text, "data race", length) == 0;
    open_fault(fault, is_race ? LL_DATA_RACE : LL_OTHER);
    return learn(&fault->diag.what, text, length);
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

bool ll_sanitizer_open_operation(struct ll_sanitizer_fault *fault, char *where,
                                 const char *words, bool *ends)
{
    struct ll_diag *diag = &fault->diag;
    struct ll_buf what = LL_BUF_INIT;
    open_fault(fault, LL_OTHER);
    fault->is_operation = true;
    fault->stack = &diag->at;
    read_where(where, &fault->where);
    bool known = ll_sanitizer_operation(words, &fault->where, diag, ends);
    ll_sanitizer_words(words, &what);
    diag->what = ll_buf_take(&what);
    ll_buf_release(&what);
    return known && diag->what != NULL;
}

/* ---- what happened --------------------------------------------------------------- */

static bool on_access(struct ll_sanitizer_fault *f, const char *text)
{
    f->reads = text[0] == 'R';
    f->writes = text[0] == 'W';
    f->diag.access = number_after(text, " of size ");
    return true;
}

/* The thread in "Write of size 8 at 0x… by thread T2 (mutexes: write M9):", numbered as
 * it was started. Its locks have no names. */
static bool read_thread(struct ll_thread *thread, const char *text)
{
    const char *by = strstr(text, " by thread T");
    thread->number = by != NULL ? 1 + number(by + strlen(" by thread T"))
                     : strstr(text, " by main thread") != NULL ? 1
                                                               : 0;
    thread->writes = strstr(text, "rite of size ") != NULL;
    return strstr(text, " (mutexes: ") == NULL ||
           learn(&thread->locks, "a lock", strlen("a lock"));
}

/* "Write of size 8 at 0x… by thread T2:", also "Atomic read of …". */
static bool on_use(struct ll_sanitizer_fault *f, const char *text)
{
    f->stack = &f->diag.at;
    f->diag.access = number_after(text, " of size ");
    f->address = address_after(text, " at ");
    return read_thread(&f->diag.thread, text);
}

/* "Previous atomic write of size 8 at 0x… by thread T1:". */
static bool on_previous(struct ll_sanitizer_fault *f, const char *text)
{
    f->stack = &f->diag.other;
    return read_thread(&f->diag.other_thread, text);
}

/* "Location is heap block of size 48 at 0x… allocated by main thread:", "Location is
 * global 'name' of size 4 at 0x… (…)", "Location is stack of main thread." */
static bool on_shared(struct ll_sanitizer_fault *f, const char *text)
{
    struct ll_place *place = &f->diag.place;
    size_t length = 0;
    const char *name =
        strstr(text, " is global '") != NULL ? quoted(text, &length) : NULL;
    f->stack = NULL;
    if (strstr(text, " is heap block ") != NULL) {
        unsigned long long start = address_after(text, " at ");
        place->region = LL_REGION_HEAP;
        place->position = LL_INSIDE;
        place->block_size = number_after(text, " of size ");
        place->distance = f->address >= start ? f->address - start : 0;
        f->stack = &f->diag.allocated;
    } else if (name != NULL && *name != '<' && place->region == LL_REGION_UNKNOWN) {
        place->region = LL_REGION_GLOBAL;
        return learn(&f->diag.variable, name, length);
    } else if (strstr(text, " is stack of ") != NULL) {
        place->region = LL_REGION_STACK;
    }
    return true;
}

/* Words that belong to the headline of a crash. */
static bool on_hint(struct ll_sanitizer_fault *f, const char *text)
{
    if (strlen(f->diag.what) > HEADLINE_MAX)
        return true;
    struct ll_buf what = LL_BUF_INIT;
    const char *end = strrchr(f->diag.what, '.');
    const char *stop = end != NULL && end[1] == '\0' ? "" : ".";
    ll_buf_addf(&what, "%s%s %s", f->diag.what, stop, text);
    char *longer = ll_buf_take(&what);
    ll_buf_release(&what);
    if (longer == NULL)
        return false;
    free(f->diag.what);
    f->diag.what = longer;
    if (strstr(text, "high value address") != NULL)
        f->diag.place.region = LL_REGION_NOTHING;
    return true;
}

static bool on_freed(struct ll_sanitizer_fault *f, const char *text)
{
    (void)text;
    f->stack = &f->diag.freed;
    return true;
}

static bool on_allocated(struct ll_sanitizer_fault *f, const char *text)
{
    (void)text;
    f->stack = &f->diag.allocated;
    return true;
}

/* What follows is about no place of the fault: a thread that was started, or a step on
 * the way of an unset value ("Uninitialized value was stored to memory at"). */
static bool on_aside(struct ll_sanitizer_fault *f, const char *text)
{
    (void)text;
    f->stack = NULL;
    return true;
}

/* "Uninitialized value was created by" a heap allocation, a heap deallocation, or "an
 * allocation of 'n' in the stack frame of function 'main'". */
static bool on_created(struct ll_sanitizer_fault *f, const char *text)
{
    struct ll_diag *diag = &f->diag;
    const char *of = strstr(text, "an allocation of '");
    size_t length = 0;
    f->stack = NULL;
    if (strstr(text, "a heap allocation") != NULL) {
        diag->place.region = LL_REGION_HEAP;
        f->stack = &diag->allocated;
    } else if (strstr(text, "a heap deallocation") != NULL) {
        diag->kind = LL_USE_AFTER_FREE;
        diag->place.region = LL_REGION_HEAP;
        f->stack = &diag->freed;
    } else if (of != NULL && (of = quoted(of, &length)) != NULL) {
        diag->place.region = LL_REGION_STACK;
        f->stack = &f->owner; /* the line is the function's: it is not told */
        if (!learn(&diag->variable, of, length))
            return false;
    }
    return true;
}

/* ---- where the address lies ------------------------------------------------------ */

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
static bool know_variable(struct ll_sanitizer_fault *f, const char *name, size_t length)
{
    struct ll_diag *diag = &f->diag;
    free(diag->variable);
    free(diag->declared);
    diag->variable = diag->declared = NULL;
    return learn(&diag->variable, name, length);
}

/* "global variable 'table' defined in 'a.c:3:5' (0x…) of size 40". A report may
 * name the variable's neighbours, too: the nearest one counts. */
static bool read_global(struct ll_sanitizer_fault *f, const char *text,
                        const char *global)
{
    struct ll_diag *diag = &f->diag;
    struct ll_place place = {.region = LL_REGION_GLOBAL,
                             .position = read_position(text),
                             .distance = number_after(text, " is located "),
                             .block_size = number_after(global, " of size ")};
    if (diag->variable != NULL && place.distance >= diag->place.distance)
        return true;
    diag->place = place;
    size_t length = 0, rest = 0;
    const char *name = quoted(global, &length);
    const char *defined = strstr(global, " defined in ");
    const char *where = defined == NULL ? NULL : quoted(defined, &rest);
    if (name == NULL)
        return true;
    if (!know_variable(f, name, length))
        return false;
    if (where != NULL) { /* '/src/a.c:3:5' */
        const char *slash = memrchr(where, '/', rest);
        const char *base = slash == NULL ? where : slash + 1;
        size_t line = strcspn(base, ":'");
        line += base[line] == ':' ? 1 + strspn(base + line + 1, "0123456789") : 0;
        if (!learn(&diag->declared, base, line))
            return false;
    }
    return true;
}

static bool on_located(struct ll_sanitizer_fault *f, const char *text)
{
    if (f->is_operation) /* "0x…: note: pointer points here" */
        return true;
    f->stack = NULL;
    struct ll_place *place = &f->diag.place;
    const char *global = strstr(text, " global variable '");
    const char *region = strstr(text, "-byte region");
    if (global != NULL)
        return read_global(f, text, global);
    if (strstr(text, " in stack of thread ") != NULL) {
        if (place->region != LL_REGION_ALLOCA)
            place->region = LL_REGION_STACK;
        f->offset = number_after(text, " at offset ");
        f->stack = &f->owner;
        return true;
    }
    if (strstr(text, " is a wild pointer") != NULL)
        place->region = LL_REGION_NOTHING;
    if (region == NULL || place->position != LL_POSITION_UNKNOWN)
        return true;
    place->region = LL_REGION_HEAP;
    place->position = read_position(text);
    place->distance = number_after(text, " is located ");
    while (region > text && region[-1] >= '0' && region[-1] <= '9')
        region--;
    place->block_size = strtoull(region, NULL, 10);
    return true;
}

/* "a.c:5, in main": where a variable of the owner's frame is declared. */
static bool declare(struct ll_sanitizer_fault *f, unsigned long long line)
{
    const struct ll_frame *frame = f->owner.count > 0 ? &f->owner.frames[0] : NULL;
    if (frame == NULL || frame->file == NULL || frame->function == NULL || line == 0)
        return true;
    struct ll_buf words = LL_BUF_INIT;
    const char *slash = strrchr(frame->file, '/');
    ll_buf_addf(&words, "%s:%llu, in %s", slash == NULL ? frame->file : slash + 1, line,
                frame->function);
    f->diag.declared = ll_buf_take(&words);
    ll_buf_release(&words);
    return f->diag.declared != NULL;
}

/* "    [48, 88) 'squares' (line 5) <== Memory access at offset 88 overflows this
 * variable": one line for each variable of the frame. The arrow is not followed: it
 * prefers the variable behind a gap, far from the one that was left. */
static bool on_variable(struct ll_sanitizer_fault *f, const char *text)
{
    struct ll_diag *diag = &f->diag;
    size_t length = 0;
    const char *name = quoted(text, &length);
    if (name == NULL || f->owner.count == 0 || diag->place.position == LL_INSIDE)
        return true;
    char *comma;
    unsigned long long begin = strtoull(text + 1, &comma, 10);
    unsigned long long end = number_after(comma, ", ");
    unsigned long long offset = f->offset;
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
        return true;
    diag->place = place;
    return know_variable(f, name, length) && declare(f, number_after(name, "(line "));
}

/* ---- lines ----------------------------------------------------------------------- */

bool ll_sanitizer_detail(struct ll_sanitizer_fault *fault, const char *text)
{
    static const struct {
        const char *with; /* how the line begins; the first that fits counts */
        bool (*read)(struct ll_sanitizer_fault *fault, const char *text);
    } readers[] = {
        {"READ of size ", on_access},
        {"WRITE of size ", on_access},
        {"ACCESS of size ", on_access},
        {"Read of size ", on_use},
        {"Write of size ", on_use},
        {"Atomic ", on_use},
        {"Previous ", on_previous},
        {"Location is ", on_shared},
        {"As if synchronized via ", on_aside},
        {"Mutex M", on_aside},
        {"The signal is caused by ", on_hint},
        {"Hint: ", on_hint},
        {"Uninitialized value was created by ", on_created},
        {"Uninitialized value ", on_aside},
        {"Memory was marked as uninitialized", on_aside},
        {"freed by thread ", on_freed},
        {"previously allocated by thread ", on_allocated},
        {"allocated by thread ", on_allocated},
        {"0x", on_located},
        {"Address 0x", on_located},
        {"Thread T", on_aside},
        {"[", on_variable},
    };
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if (ll_starts_with(text, readers[i].with))
            return readers[i].read(fault, text);
    return true;
}

/* Whether the line is a frame that leads to the reader's main: those that start a
 * program, ours among them, are of no use to anyone. */
/* Frames of the code that reports an operation, with which its stack begins. */
static bool is_reporter(const struct ll_sanitizer_fault *f, const char *text)
{
    static const char *const names[] = {" in __sanitizer_print_stack_trace",
                                        " in ll_operation_tell", " in tell_overflow",
                                        " in __ubsan_handle_", " in ll_size_tell"};
    bool found = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        found = found || strstr(text, names[i]) != NULL;
    return found && f->diag.at.count == 0;
}

bool ll_sanitizer_leads_to_main(struct ll_sanitizer_fault *f, const char *text)
{
    if (ll_starts_with(text, "#0 ")) {
        f->below_main = false;
        /* A report may have the stacks of two blocks; the first is the one. */
        if (f->stack != NULL && f->stack->count > 0)
            f->stack = NULL;
    }
    return !f->below_main && !(f->is_operation && is_reporter(f, text));
}

bool ll_sanitizer_stack_line(struct ll_sanitizer_fault *f, char *text)
{
    struct ll_frame frame;
    if (!ll_sanitizer_frame(text, &frame))
        return true;
    if (f->stack == &f->diag.at && f->stack->count == 0 && frame.line == f->where.line)
        frame.column = f->where.column; /* where it begins */
    f->below_main = frame.function != NULL && strcmp(frame.function, "main") == 0;
    if (f->stack == NULL || f->stack->count >= FRAMES_MAX)
        return true;
    return ll_stack_add(f->stack, frame.function, frame.file, frame.line, frame.column,
                        frame.object);
}

/* ---- closing --------------------------------------------------------------------- */

/* Give the variable the name that it has in the source: of two that are called "n" in
 * one function clang calls the second "n24", and some it makes by itself. True when the
 * name was right: it is that of the first. */
static bool find_name(struct ll_diag *diag, const char *text)
{
    size_t length = strlen(diag->variable);
    if (ll_find_word(text, text, diag->variable, length) == NULL)
        while (length > 0 && isdigit((unsigned char)diag->variable[length - 1]))
            length--;
    bool found = ll_find_word(text, text, diag->variable, length) != NULL;
    bool whole = found && diag->variable[length] == '\0';
    diag->variable[length] = '\0';
    if (!found) {
        free(diag->variable);
        diag->variable = NULL;
    }
    return whole;
}

/* Whether a name declares a variable between these tokens: "int n;", "char *n[2]". */
static bool declares(const struct ll_c_token *before, const struct ll_c_token *after)
{
    bool typed = before->kind == LL_C_WORD && !ll_c_token_is(before, "return");
    return (typed || (before->kind == LL_C_SIGN && strchr("*,", before->sign))) &&
           after->kind == LL_C_SIGN && strchr(";,=[", after->sign) != NULL;
}

/* The line of `text`, at or after line `from`, where `name` first stands, if it is
 * declared there; 0: it is not. */
static unsigned find_declaration(const struct ll_buf *text, unsigned from,
                                 const char *name)
{
    struct ll_c_tokens tokens;
    struct ll_c_token before = {0}, here = {0}, next;
    ll_c_tokens_init(&tokens, ll_buf_text(text), text->len);
    while (ll_c_tokens_next(&tokens, &next)) {
        if (next.kind == LL_C_COMMENT)
            continue;
        if (here.kind == LL_C_WORD && here.line >= from && ll_c_token_is(&here, name))
            return declares(&before, &next) ? here.line : 0;
        before = here;
        here = next;
    }
    return 0;
}

/* Where an unset variable is declared. clang 14 tells the line of its function, later
 * ones the variable's own. */
static bool find_variable(struct ll_sanitizer_fault *f)
{
    struct ll_diag *diag = &f->diag;
    struct ll_buf source = LL_BUF_INIT;
    const struct ll_frame *owner = f->owner.count > 0 ? &f->owner.frames[0] : NULL;
    bool known = true;
    if (diag->variable == NULL || owner == NULL || owner->file == NULL ||
        ll_file_read(owner->file, SOURCE_MAX, &source, NULL) != 0)
        goto out;
    if (!find_name(diag, ll_buf_text(&source)))
        goto out;
    unsigned line = find_declaration(&source, owner->line, diag->variable);
    if (line > 0)
        known = declare(f, line) && ll_stack_add(&diag->allocated, owner->function,
                                                 owner->file, line, 0, NULL);
out:
    ll_buf_release(&source);
    return known;
}

/* Where a variable that was used after its end is declared, and where its address was
 * handed out. */
static bool find_escape(struct ll_sanitizer_fault *f)
{
    const struct ll_frame *owner = f->owner.count > 0 ? &f->owner.frames[0] : NULL;
    unsigned line =
        (unsigned)number_after(f->diag.declared == NULL ? "" : f->diag.declared, ":");
    return owner == NULL || ll_escape_find(&f->diag, owner, line);
}

/* Whether a function of the tool made the access for the program, such as memcpy: it
 * looks at all bytes first, and the address is that of the first bad one. */
static bool is_checked_at_once(const struct ll_diag *diag)
{
    const struct ll_frame *inner = diag->at.count > 0 ? &diag->at.frames[0] : NULL;
    return inner != NULL && diag->access > 1 && diag->place.position == LL_AFTER &&
           diag->place.distance == 0 &&
           (inner->line == 0 ||
            (inner->file != NULL && strstr(inner->file, "sanitizer") != NULL));
}

bool ll_sanitizer_close(struct ll_sanitizer_fault *fault)
{
    struct ll_diag *diag = &fault->diag;
    const struct ll_frame *where = &fault->where;
    if (diag->kind == LL_UNINITIALISED && !find_variable(fault))
        return false;
    if (diag->kind == LL_STACK_ESCAPE && !find_escape(fault))
        return false;
    if (diag->at.count == 0 && where->file != NULL &&
        !ll_stack_add(&diag->at, NULL, where->file, where->line, where->column, NULL))
        return false;
    fault->stack = NULL;
    ll_stack_release(&fault->owner);
    diag->place.first_bad = is_checked_at_once(diag);
    if (diag->kind == LL_INVALID_READ && !fault->reads && !fault->is_operation)
        diag->kind = fault->writes ? LL_INVALID_WRITE : LL_OTHER;
    return true;
}

void ll_sanitizer_drop(struct ll_sanitizer_fault *fault)
{
    ll_diag_release(&fault->diag);
    ll_stack_release(&fault->owner);
    fault->stack = NULL;
}
