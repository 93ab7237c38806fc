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
    {"dynamic-stack-buffer-overflow", NULL, LL_INVALID_READ, LL_REGION_ALLOCA, 0},
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
    enum { PLAIN, ABOUT_NULL, ENDS, INDEX, LENGTH } trait;

    /* The operation is what stands between two parts of the text, with something before
     * and behind it. `from` NULL: the text does not tell; `to` "": up to the end. */
    const char *from, *to, *before, *behind;
} operations[] = {
    {"load of null pointer", NULL, LL_INVALID_READ, ABOUT_NULL, NULL, "", "", ""},
    {"store to null pointer", NULL, LL_INVALID_WRITE, ABOUT_NULL, NULL, "", "", ""},
    {"load of address ", "insufficient space", LL_INVALID_READ, PLAIN, NULL, "", "",
     ""},
    {"store to address ", "insufficient space", LL_INVALID_WRITE, PLAIN, NULL, "", "",
     ""},
    {"index ", "out of bounds", LL_OTHER, INDEX, "index ", " out of", "", ""},
    {"signed integer overflow: ", NULL, LL_SIGNED_OVERFLOW, PLAIN, ": ", " cannot be",
     "", ""},
    {"negation of ", "cannot be", LL_SIGNED_OVERFLOW, PLAIN, " of ", " cannot be", "-(",
     ")"},
    {"division of ", "cannot be", LL_SIGNED_OVERFLOW, PLAIN, " of ", " by -1", "",
     " / -1"},
    {"division by zero", NULL, LL_DIVISION_BY_ZERO, PLAIN, NULL, "", "", ""},
    {"shift exponent ", NULL, LL_BAD_SHIFT, PLAIN, "exponent ", " is ", "", ""},
    {"variable length array bound ", NULL, LL_BAD_SIZE, LENGTH, " value ", "", "", ""},
    /* Of runtime/sizes.c. */
    {"malloc was given the size ", NULL, LL_BAD_SIZE, PLAIN, " size ", "", "", ""},
    {"calloc was given the size ", NULL, LL_BAD_SIZE, PLAIN, " size ", "", "", ""},
    {"realloc was given the size ", NULL, LL_BAD_SIZE, PLAIN, " size ", "", "", ""},
    {"reallocarray was given the size ", NULL, LL_BAD_SIZE, PLAIN, " size ", "", "",
     ""},
    {"aligned_alloc was given the alignment ", NULL, LL_BAD_SIZE, PLAIN, " alignment ",
     "", "", ""},
    {"posix_memalign was given the alignment ", NULL, LL_BAD_SIZE, PLAIN, " alignment ",
     "", "", ""},
    /* It may be just "&p->member". */
    {"member access within null pointer", NULL, LL_OTHER, ABOUT_NULL, NULL, "", "", ""},
    {"null pointer passed", NULL, LL_OTHER, ABOUT_NULL, NULL, "", "", ""},
    {"execution reached ", NULL, LL_OTHER, ENDS, NULL, "", "", ""},
    {"", NULL, LL_OTHER, PLAIN, NULL, "", "", ""},
};

/* "index 4 out of bounds for type 'int[4]'", for the expression at `where`. Only the
 * source shows whether it is read or written. */
static void read_index(const char *text, struct ll_frame *where, struct ll_diag *diag)
{
    enum ll_access access = ll_access_at(where->file, where->line, &where->column);
    if (access != LL_ACCESS_READ && access != LL_ACCESS_WRITE)
        return;
    diag->kind = access == LL_ACCESS_READ ? LL_INVALID_READ : LL_INVALID_WRITE;
    diag->place.region = LL_REGION_ARRAY;
    diag->place.position = text[strlen("index ")] == '-' ? LL_BEFORE : LL_AFTER;
}

/* Set `*to` to the text between `from` and `until`, where both are there. False when
 * memory ran out. */
static bool take_between(const char *text, const char *from, const char *until,
                         const struct operation *one, char **to)
{
    const char *start = strstr(text, from);
    const char *end = start == NULL ? NULL : strstr(start += strlen(from), until);
    if (end == NULL)
        return true;
    if (*until == '\0')
        end = start + strlen(start);
    struct ll_buf words = LL_BUF_INIT;
    ll_buf_addf(&words, "%s%.*s%s", one->before, (int)(end - start), start,
                one->behind);
    *to = ll_buf_take(&words);
    ll_buf_release(&words);
    return *to != NULL;
}

/* The operation, and its type: "in type 'int'", "for type 'int[4]'". */
static bool read_values(const char *text, const struct operation *one,
                        struct ll_diag *diag)
{
    static const struct operation as_it_is = {.before = "", .behind = ""};
    return one->from == NULL ||
           (take_between(text, one->from, one->to, one, &diag->operation) &&
            take_between(text, " type '", "'", &as_it_is, &diag->type));
}

bool ll_sanitizer_operation(const char *text, struct ll_frame *where,
                            struct ll_diag *diag, bool *ends)
{
    const struct operation *one = operations;
    while (!ll_starts_with(text, one->begins) ||
           (one->holds != NULL && strstr(text, one->holds) == NULL))
        one++;
    diag->kind = one->kind;
    *ends = one->trait == ENDS;
    if (one->trait == INDEX)
        read_index(text, where, diag);
    if (one->trait == LENGTH)
        diag->place.region = LL_REGION_ARRAY;
    if (one->trait == ABOUT_NULL) {
        diag->place.region = LL_REGION_NOTHING;
        diag->place.is_null = true;
    }
    return read_values(text, one, diag);
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
    if (place != NULL && ll_starts_with(place, " in ")) {
        frame->function = place + 4;
        place = find_place(frame->function);
    }
    if (place == NULL)
        return false;
    *place++ = '\0';
    read_place(place + strspn(place, " "), frame);
    return true;
}
