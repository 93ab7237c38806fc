/* SPDX-License-Identifier: MIT */
#include "tools/sanitizer_parts.h"

#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "tools/access.h"

/* ---- types --------------------------------------------------------------------- */

/* LL_INVALID_READ means an access, which may turn out to be a write. */
static const struct type {
    const char *name;   /* in the summary */
    const char *phrase; /* how the ERROR line begins; NULL: with the name */
    enum ll_kind kind;
    enum ll_region region;
    int signal;
} types[] = {
    {"heap-buffer-overflow", NULL, LL_INVALID_READ, LL_REGION_HEAP, 0},
    {"heap-use-after-free", NULL, LL_USE_AFTER_FREE, LL_REGION_HEAP, 0},
    {"double-free", "attempting double-free", LL_DOUBLE_FREE, LL_REGION_HEAP, 0},
    {"bad-free", "attempting free on address", LL_INVALID_FREE, 0, 0},
    {"alloc-dealloc-mismatch", NULL, LL_MISMATCHED_FREE, LL_REGION_HEAP, 0},
    {"stack-buffer-overflow", NULL, LL_INVALID_READ, LL_REGION_STACK, 0},
    {"stack-buffer-underflow", NULL, LL_INVALID_READ, LL_REGION_STACK, 0},
    {"dynamic-stack-buffer-overflow", NULL, LL_INVALID_READ, LL_REGION_STACK, 0},
    {"global-buffer-overflow", NULL, LL_INVALID_READ, LL_REGION_GLOBAL, 0},
    {"use-after-poison", NULL, LL_INVALID_READ, 0, 0},
    {"intra-object-overflow", NULL, LL_INVALID_READ, 0, 0},
    {"unknown-crash", NULL, LL_INVALID_READ, 0, 0},
    {"stack-use-after-return", NULL, LL_STACK_ESCAPE, LL_REGION_STACK, 0},
    {"stack-use-after-scope", NULL, LL_STACK_ESCAPE, LL_REGION_STACK, 0},
    {"stack-overflow", NULL, LL_CRASH, LL_REGION_STACK, SIGSEGV},
    {"SEGV", NULL, LL_CRASH, 0, SIGSEGV},
    {"BUS", NULL, LL_CRASH, 0, SIGBUS},
    {"FPE", NULL, LL_CRASH, 0, SIGFPE},
    {"ILL", NULL, LL_CRASH, 0, SIGILL},
    {"ABRT", NULL, LL_CRASH, 0, SIGABRT},
    {"TRAP", NULL, LL_CRASH, 0, SIGTRAP},
    {"use-of-uninitialized-value", NULL, LL_UNINITIALISED, 0, 0},
    {"negative-size-param", NULL, LL_BAD_SIZE, 0, 0},
    {"calloc-overflow", "calloc parameters overflow", LL_BAD_SIZE, 0, 0},
    {"reallocarray-overflow", "reallocarray parameters overflow", LL_BAD_SIZE, 0, 0},
    {"pvalloc-overflow", "pvalloc parameters overflow", LL_BAD_SIZE, 0, 0},
    {"allocation-size-too-big", "requested allocation size", LL_BAD_SIZE, 0, 0},
    {"invalid-pointer-pair", NULL, LL_OTHER, 0, 0},
    {"invalid-", "invalid ", LL_BAD_SIZE, 0, 0}, /* alignments */
};

void ll_sanitizer_type(const char *text, struct ll_diag *diag)
{
    static const char overlap[] = "-param-overlap"; /* memcpy-, strcat-, … */
    size_t word = strcspn(text, " :");
    size_t tail = strlen(overlap);
    if (word > tail && strncmp(text + word - tail, overlap, tail) == 0)
        diag->kind = LL_OVERLAP;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        const struct type *type = &types[i];
        if (!ll_starts_with(text, type->name) &&
            (type->phrase == NULL || !ll_starts_with(text, type->phrase)))
            continue;
        diag->kind = type->kind;
        diag->signal = type->signal;
        diag->place.region = type->region;
        return;
    }
}

size_t ll_sanitizer_headline(const char *text)
{
    static const char *const tails[] = {" on address", " on unknown address", " on"};
    const char *address = strstr(text, "0x");
    const char *registers = strstr(text, " (pc ");
    size_t length = strlen(text);
    if (address != NULL)
        length = (size_t)(address - text);
    if (registers != NULL && (size_t)(registers - text) < length)
        length = (size_t)(registers - text);
    while (length > 0 && strchr(" [(:", text[length - 1]) != NULL)
        length--;
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        size_t tail = strlen(tails[i]);
        if (length > tail && strncmp(text + length - tail, tails[i], tail) == 0)
            length -= tail;
    }
    return length;
}

/* ---- operations ---------------------------------------------------------------- */

/* What the words of an operation mean; the first row that fits counts. */
static const struct operation {
    const char *begins, *holds; /* parts of the text; NULL: any text */
    enum ll_kind kind;
    bool is_null; /* it is about a NULL pointer */
    bool ends;    /* the process ends */
    bool asks;    /* the source has to be read: is it a read or a write? */
} operations[] = {
    {"load of null pointer", NULL, LL_INVALID_READ, true, false, false},
    {"store to null pointer", NULL, LL_INVALID_WRITE, true, false, false},
    {"load of address ", "insufficient space", LL_INVALID_READ, false, false, false},
    {"store to address ", "insufficient space", LL_INVALID_WRITE, false, false, false},
    {"index ", "out of bounds", LL_OTHER, false, false, true},
    /* It may be just "&p->member". */
    {"member access within null pointer", NULL, LL_OTHER, true, false, false},
    {"null pointer passed", NULL, LL_OTHER, true, false, false},
    {"execution reached ", NULL, LL_OTHER, false, true, false},
    {"", NULL, LL_OTHER, false, false, false},
};

/* "index 4 out of bounds for type 'int[4]'", for the expression at `where`. Only the
 * source shows whether it is read or written. */
static void read_index(const char *text, const struct ll_frame *where,
                       struct ll_diag *diag)
{
    enum ll_access access = ll_access_at(where->file, where->line, where->column);
    if (access != LL_ACCESS_READ && access != LL_ACCESS_WRITE)
        return;
    diag->kind = access == LL_ACCESS_READ ? LL_INVALID_READ : LL_INVALID_WRITE;
    diag->place.region = LL_REGION_ARRAY;
    diag->place.position = text[strlen("index ")] == '-' ? LL_BEFORE : LL_AFTER;
}

bool ll_sanitizer_operation(const char *text, const struct ll_frame *where,
                            struct ll_diag *diag)
{
    const struct operation *one = operations;
    while (!ll_starts_with(text, one->begins) ||
           (one->holds != NULL && strstr(text, one->holds) == NULL))
        one++;
    diag->kind = one->kind;
    if (one->asks)
        read_index(text, where, diag);
    if (one->is_null) {
        diag->place.region = LL_REGION_NOTHING;
        diag->place.is_null = true;
    }
    return one->ends;
}

void ll_sanitizer_words(const char *text, struct ll_buf *out)
{
    static const char word[] = "address ";
    const size_t length = sizeof word - 1;
    while (*text != '\0') {
        size_t plain = strcspn(text, "0");
        ll_buf_add(out, text, plain);
        text += plain;
        size_t digits =
            ll_starts_with(text, "0x") ? strspn(text + 2, "0123456789abcdef") : 0;
        if (digits > 0) {
            bool named = out->len >= length &&
                         memcmp(out->data + out->len - length, word, length) == 0;
            text += 2 + digits;
            if (named && *text == ' ') /* "address 0x1 for" is "address for" */
                text++;
            else if (!named)
                ll_buf_puts(out, "an address");
        } else if (*text != '\0') {
            ll_buf_putc(out, *text++);
        }
    }
}

/* ---- frames -------------------------------------------------------------------- */

/* The space before a frame's place. A C++ function's name may contain spaces, so the
 * place is found by how it begins; otherwise it is the word after the name. */
static char *find_place(char *text)
{
    static const char *const looks[] = {" /", " (/", " ../", " ./", " (<", " <"};
    char *first = NULL;
    for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++) {
        char *found = strstr(text, looks[i]);
        if (found != NULL && (first == NULL || found < first))
            first = found;
    }
    return first != NULL ? first : strchr(text, ' ');
}

/* Cut ":12" off the end of `text`. Returns 12, or 0 when nothing was cut. */
static unsigned cut_number(char *text)
{
    char *colon = strrchr(text, ':');
    if (colon == NULL || colon[1] < '0' || colon[1] > '9')
        return 0;
    char *end;
    unsigned long number = strtoul(colon + 1, &end, 10);
    if (*end != '\0' || number > INT_MAX)
        return 0;
    *colon = '\0';
    return (unsigned)number;
}

static void read_place(char *place, struct ll_frame *frame)
{
    if (place[0] == '(') {
        char *plus = strstr(place, "+0x");
        if (plus == NULL || place[1] == '<') /* (<unknown module>) */
            return;
        *plus = '\0';
        frame->object = place + 1;
    } else if (place[0] != '\0' && place[0] != '<') { /* <null> */
        frame->file = place;
        frame->line = cut_number(place);
        unsigned before = cut_number(place);
        if (before != 0) {
            frame->column = frame->line;
            frame->line = before;
        }
    }
}

bool ll_sanitizer_frame(char *text, struct ll_frame *frame)
{
    *frame = (struct ll_frame){0};
    char *address = strstr(text, " 0x");
    char *place = address == NULL ? NULL : strchr(address + 1, ' ');
    if (place != NULL && strncmp(place, " in ", 4) == 0) {
        frame->function = place + 4;
        place = find_place(frame->function);
    }
    if (place == NULL)
        return false;
    *place++ = '\0';
    read_place(place + strspn(place, " "), frame);
    return true;
}
