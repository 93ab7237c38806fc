/* SPDX-License-Identifier: MIT
 *
 * What memcheck's kinds and sentences mean. The sentences are those of Valgrind's
 * pp_addrinfo and memcheck's mc_errors, the same since 3.10. */
#include "tools/valgrind_xml.h"

#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diag/words.h"

#define STREAM " inside a stream "

static bool has(const char *text, const char *words)
{
    return text != NULL && strstr(text, words) != NULL;
}

/* "1,234" as Valgrind writes it. */
static unsigned long long number(const char *text)
{
    unsigned long long value = 0;
    for (; isdigit((unsigned char)*text) || *text == ','; text++)
        if (*text != ',')
            value = value * 10 + (unsigned)(*text - '0');
    return value;
}

/* The number that follows `words` in `text`, or 0. */
static unsigned long long number_after(const char *text, const char *words)
{
    const char *found = text == NULL ? NULL : strstr(text, words);
    return found == NULL ? 0 : number(found + strlen(words));
}

bool ll_valgrind_address(const char *text, unsigned long long *address)
{
    return text != NULL && sscanf(text, "Address 0x%llx", address) == 1;
}

static void move_stack(struct ll_stack *to, struct ll_stack *from)
{
    if (to->count > 0)
        return;
    *to = *from;
    *from = (struct ll_stack){0};
}

/* "Address 0x4a42092 is 2 bytes inside a block of size 6 free'd" */
static void tell_block(struct ll_place *place, const char *text)
{
    place->region = LL_REGION_HEAP;
    if (has(text, "unallocated block")) /* on the free list: no block of the program */
        return;
    place->position = has(text, " bytes before ")  ? LL_BEFORE
                      : has(text, " bytes after ") ? LL_AFTER
                                                   : LL_INSIDE;
    place->distance = number_after(text, " is ");
    place->block_size = number_after(text, " of size ");
}

/* "Address 0x10c038 is 0 bytes inside data symbol "global"" */
static bool tell_symbol(struct ll_diag *diag, const char *text)
{
    diag->place.region = LL_REGION_GLOBAL;
    diag->place.position = has(text, " bytes after ") ? LL_AFTER : LL_INSIDE;
    diag->place.distance = number_after(text, " is ");
    const char *name = strchr(text, '"');
    const char *end = name == NULL ? NULL : strchr(name + 1, '"');
    if (end != NULL && diag->variable == NULL)
        return (diag->variable = strndup(name + 1, (size_t)(end - name - 1))) != NULL;
    return true;
}

/* "Address 0x4a is 8 bytes inside a stream stdin, closed of size 216 client-defined":
 * of runtime/calls.c. */
static bool tell_stream(struct ll_diag *diag, const char *text)
{
    const char *name = strstr(text, STREAM) + strlen(STREAM);
    diag->place.region = LL_REGION_GLOBAL;
    diag->place.position = LL_INSIDE;
    if (diag->variable == NULL)
        diag->variable = strndup(name, strcspn(name, ","));
    return diag->variable != NULL;
}

static bool tell_threads(struct ll_diag *diag, struct ll_valgrind_part *part);
static bool tell_location(struct ll_diag *diag, const char *text);

/* One sentence about the address or the value, and the stack below it. */
static bool tell_more(struct ll_diag *diag, struct ll_valgrind_part *part)
{
    const char *text = part->text;
    struct ll_place *place = &diag->place;
    unsigned long long address = 0;
    bool known = true;
    if (tell_threads(diag, part))
        return true;
    if (text != NULL && strncmp(text, "Location ", 9) == 0)
        return tell_location(diag, text);
    if (ll_valgrind_address(text, &address)) {
        place->is_null = address < 4096;
        place->null_offset = place->is_null ? address : 0;
        if (has(text, STREAM))
            known = tell_stream(diag, text);
        else if (has(text, "block of size"))
            tell_block(place, text);
        else if (has(text, "data symbol"))
            known = tell_symbol(diag, text);
        else if (has(text, "'s stack"))
            place->region = LL_REGION_STACK;
        else if (has(text, "mapped file"))
            place->region = LL_REGION_GLOBAL;
        else if (has(text, "is not stack'd"))
            place->region = LL_REGION_NOTHING;
    } else if (has(text, "created by a stack allocation")) {
        place->region = LL_REGION_STACK;
    }
    bool went =
        has(text, "free'd") || has(text, STREAM) || has(text, "Previously closed");
    move_stack(went ? &diag->freed : &diag->allocated, &part->stack);
    return known;
}

/* ---- what the kinds add ---------------------------------------------------- */

/* What the C library keeps for a thread goes when the thread was joined. Pointers to
 * such a block are the library's own: where the last one went says nothing. */
static void tell_thread(struct ll_diag *diag)
{
    diag->kind = LL_THREAD_LEAK;
    diag->how = LL_LOSS_UNKNOWN;
    diag->return_line = 0;
    diag->approximate = diag->inside = false;
    ll_stack_release(&diag->lost);
    free(diag->variable);
    free(diag->declared);
    diag->variable = diag->declared = NULL;
}

static bool tell_leak(struct ll_valgrind_error *error, struct ll_diag *diag)
{
    /* <leakedbytes> of a definite loss counts the indirect ones too. */
    const char *paren = diag->what == NULL ? NULL : strchr(diag->what, '(');
    diag->bytes = has(diag->what, " direct, ") && paren != NULL ? number(paren + 1)
                                                                : error->bytes;
    diag->blocks = error->blocks;
    move_stack(&diag->allocated, &diag->at);
    if (ll_is_thread(diag))
        tell_thread(diag);
    return true;
}

static bool below_stack(const struct ll_valgrind_error *error)
{
    for (size_t i = 1; i < error->part_count; i++)
        if (has(error->parts[i].text, "below stack pointer"))
            return true;
    return false;
}

static bool tell_access(struct ll_valgrind_error *error, struct ll_diag *diag)
{
    diag->access = number_after(diag->what, " of size ");
    if (diag->freed.count > 0)
        diag->kind = LL_USE_AFTER_FREE;
    else if (below_stack(error))
        diag->kind = LL_STACK_ESCAPE;
    return true;
}

static bool tell_free(struct ll_valgrind_error *error, struct ll_diag *diag)
{
    (void)error;
    if (diag->freed.count > 0 && diag->place.distance == 0)
        diag->kind = LL_DOUBLE_FREE;
    return true;
}

/* "operator new[](unsigned long)" is "operator new []" to people. */
static char *family_of(const struct ll_stack *stack)
{
    const char *name = stack->count == 0 ? NULL : stack->frames[0].function;
    if (name == NULL)
        name = "an unknown function";
    int length = (int)strcspn(name, "[(");
    char *family = NULL;
    if (asprintf(&family, "%.*s%s", length, name, name[length] == '[' ? " []" : "") < 0)
        return NULL;
    return family;
}

static bool tell_mismatch(struct ll_valgrind_error *error, struct ll_diag *diag)
{
    (void)error;
    diag->allocated_by = family_of(&diag->allocated);
    diag->freed_by = family_of(&diag->at);
    return diag->allocated_by != NULL && diag->freed_by != NULL;
}

/* System calls that fill the caller's memory; all others read it. */
static bool call_writes(const char *what)
{
    static const char *const calls[] = {
        " read(buf)",   " pread64(buf)",  " recv(buf)",      " recvfrom(buf)",
        " getcwd(buf)", " readlink(buf)", " getrandom(buf)", " readv(",
        " recvmsg(",    "stat(buf)",      " gettimeofday(",  " clock_gettime(",
        " getdents64(", " pipe(",         " pipe2(",
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (has(what, calls[i]))
            return true;
    return false;
}

/* Memory given to a system call, or asked about by the program itself. */
static bool tell_memory(struct ll_valgrind_error *error, struct ll_diag *diag)
{
    if (has(diag->what, "ninitialised"))
        return true;
    diag->kind = call_writes(diag->what) ? LL_INVALID_WRITE : LL_INVALID_READ;
    return tell_access(error, diag);
}

static bool tell_descriptor(struct ll_valgrind_error *error, struct ll_diag *diag)
{
    (void)error;
    move_stack(&diag->allocated, &diag->at);
    ll_stack_release(&diag->at); /* where it had two stacks */
    return ll_stack_copy(&diag->at, &diag->allocated);
}

/* A file descriptor that was closed twice or used after that is to leaklab what such a
 * file is. Without a call of close before (write(-1, ...)), the words alone tell it. */
static bool tell_closed(struct ll_valgrind_error *error, struct ll_diag *diag)
{
    if (ll_is_system_close(&diag->freed))
        diag->kind =
            strcmp(error->kind, "FdBadClose") == 0 ? LL_DOUBLE_FREE : LL_USE_AFTER_FREE;
    return true;
}

static bool tell_signal(struct ll_valgrind_error *error, struct ll_diag *diag)
{
    diag->signal = error->signal;
    bool memory = error->signal == SIGSEGV || error->signal == SIGBUS;
    diag->place.is_null = memory && error->has_address && error->address < 4096;
    if (diag->place.is_null) {
        diag->place.region = LL_REGION_NOTHING;
        diag->place.null_offset = error->address;
    } else if (has(error->event, "Bad permissions"))
        diag->place.region = LL_REGION_READ_ONLY;
    return true;
}

/* ---- helgrind's ------------------------------------------------------------- */

/* "... by thread #3": its number; 0: none is named. */
static unsigned thread_in(const char *text)
{
    return (unsigned)number_after(text, "hread #");
}

static bool tell_race(struct ll_valgrind_error *error, struct ll_diag *diag)
{
    (void)error;
    diag->access = number_after(diag->what, " of size ");
    diag->thread.number = thread_in(diag->what);
    diag->thread.writes = has(diag->what, "during write");
    return true;
}

static bool tell_lock(struct ll_valgrind_error *error, struct ll_diag *diag)
{
    static const struct {
        const char *words;
        enum ll_misuse misuse;
    } misuses[] = {
        {"lock order ", LL_MISUSE_ORDER},
        {"unlocked a not-locked lock", LL_MISUSE_NOT_LOCKED},
        {"currently held by thread", LL_MISUSE_NOT_OWNER},
        {"Attempt to re-lock", LL_MISUSE_TWICE},
        {"Exiting thread still holds", LL_MISUSE_HELD},
        {" of a locked mutex", LL_MISUSE_DESTROYED},
        {" failed", LL_MISUSE_CALL},
    };
    diag->thread.number = thread_in(diag->what);
    for (size_t i = 0; i < sizeof misuses / sizeof *misuses; i++)
        if (diag->misuse == LL_MISUSE_OTHER && has(diag->what, misuses[i].words))
            diag->misuse = misuses[i].misuse;
    if (diag->misuse != LL_MISUSE_CALL)
        return true;
    const char *name = strstr(diag->what, "call to ");
    const char *code = strstr(diag->what, "error code ");
    const char *open = code == NULL ? NULL : strchr(code, '(');
    if (code == NULL && error->part_count > 1)
        open = error->parts[1].text == NULL ? NULL : strchr(error->parts[1].text, '(');
    if (name == NULL)
        return true;
    name += strlen("call to ");
    diag->operation = strndup(name, strcspn(name, " "));
    diag->type = open == NULL ? NULL : strndup(open + 1, strcspn(open + 1, ":)"));
    return diag->operation != NULL && (open == NULL || diag->type != NULL);
}

/* "This conflicts with a previous write of size 8 by thread #3": of several such uses
 * the first is kept. Of two locks in both orders, the lines that took the second one
 * are. False: the sentence is about none of these. */
static bool tell_threads(struct ll_diag *diag, struct ll_valgrind_part *part)
{
    const char *text = part->text;
    if (has(text, "This conflicts with a previous ")) {
        if (diag->other_thread.number == 0) {
            diag->other_thread.number = thread_in(text);
            diag->other_thread.writes = has(text, " previous write ");
        }
        move_stack(&diag->other, &part->stack);
        return true;
    }
    if (has(text, "followed by a later acquisition"))
        move_stack(diag->at.count == 0 ? &diag->at : &diag->other, &part->stack);
    else
        return has(text, " order was established by ") ||
               has(text, "Observed (incorrect) order ") ||
               has(text, " was first observed");
    return true;
}

char *ll_valgrind_location(const char *text)
{
    const char *from = text == NULL ? NULL : strstr(text, " inside ");
    if (from == NULL || strstr(from, " block of size ") != NULL)
        return NULL;
    from += strlen(" inside ");
    const char *quote = strchr(from, '"');
    if (quote != NULL)
        return strndup(quote + 1, strcspn(quote + 1, "\""));
    return strndup(from, strcspn(from, ", "));
}

/* "Location 0x10c080 is 0 bytes inside pool.first, a global variable declared at
 * pool.c:5", "... inside local var "count" declared at count.c:16, in frame #2 of
 * thread 1" */
static bool tell_location(struct ll_diag *diag, const char *text)
{
    bool is_local = has(text, "local var") || has(text, "in frame #");
    const char *where = strstr(text, "declared at ");
    diag->place.region = is_local ? LL_REGION_STACK : LL_REGION_GLOBAL;
    diag->place.position = LL_INSIDE;
    diag->place.distance = number_after(text, " is ");
    free(diag->variable);
    free(diag->declared);
    diag->declared = NULL;
    diag->variable = ll_valgrind_location(text);
    if (where != NULL &&
        asprintf(&diag->declared, "%s variable %.*s", is_local ? "local" : "global",
                 (int)strcspn(where, ","), where) < 0)
        diag->declared = NULL;
    return where == NULL || diag->declared != NULL;
}

static const struct kind {
    const char *name;
    enum ll_kind kind;
    bool (*tell)(struct ll_valgrind_error *error, struct ll_diag *diag);
} kinds[] = {
    {"Leak_DefinitelyLost", LL_DEFINITELY_LOST, tell_leak},
    {"Leak_IndirectlyLost", LL_INDIRECTLY_LOST, tell_leak},
    {"Leak_PossiblyLost", LL_POSSIBLY_LOST, tell_leak},
    {"Leak_StillReachable", LL_STILL_REACHABLE, tell_leak},
    {"InvalidRead", LL_INVALID_READ, tell_access},
    {"InvalidWrite", LL_INVALID_WRITE, tell_access},
    {"InvalidJump", LL_CRASH, NULL},
    {"InvalidFree", LL_INVALID_FREE, tell_free},
    {"MismatchedFree", LL_MISMATCHED_FREE, tell_mismatch},
    {"UninitValue", LL_UNINITIALISED, NULL},
    {"UninitCondition", LL_UNINITIALISED, NULL},
    {"SyscallParam", LL_UNINITIALISED, tell_memory},
    {"ClientCheck", LL_UNINITIALISED, tell_memory},
    {"Overlap", LL_OVERLAP, NULL},
    {"FishyValue", LL_BAD_SIZE, NULL},
    {"InvalidSizeAndAlignment", LL_BAD_SIZE, NULL},
    {"InvalidAlignment", LL_BAD_SIZE, NULL},
    {"InvalidSize", LL_BAD_SIZE, NULL},
    {"MismatchedAllocateDeallocateSize", LL_BAD_SIZE, NULL},
    {"MismatchedAllocateDeallocateAlignment", LL_BAD_SIZE, NULL},
    {"FdNotClosed", LL_DESCRIPTOR_LEAK, tell_descriptor},
    {"descriptor", LL_DESCRIPTOR_LEAK, tell_descriptor},
    {"FdBadClose", LL_OTHER, tell_closed},
    {"FdBadUse", LL_OTHER, tell_closed},
    {"signal", LL_CRASH, tell_signal},
    {"Race", LL_DATA_RACE, tell_race},
    {"LockOrder", LL_LOCK_MISUSE, tell_lock},
    {"UnlockUnlocked", LL_LOCK_MISUSE, tell_lock},
    {"UnlockForeign", LL_LOCK_MISUSE, tell_lock},
    {"UnlockBogus", LL_LOCK_MISUSE, tell_lock},
    {"PthAPIerror", LL_LOCK_MISUSE, tell_lock},
    {"Misc", LL_LOCK_MISUSE, tell_lock},
};

bool ll_valgrind_is_harmless(const struct ll_valgrind_error *error)
{
    /* Only Valgrind from 3.21 on reports a realloc with the size 0. What runs under
     * AddressSanitizer is built to tell it (runtime/sizes.c), on every system alike. */
    if (error->kind != NULL && strcmp(error->kind, "ReallocSizeZero") == 0)
        return true;
    /* To wake a thread without the lock is allowed, and often meant. */
    if (error->part_count > 0 && has(error->parts[0].text, "dubious:"))
        return true;
    if (error->kind == NULL || strcmp(error->kind, "FdNotClosed") != 0)
        return false;
    for (size_t i = 0; i < error->part_count; i++)
        if (has(error->parts[i].text, "<inherited from parent>"))
            return true;
    return error->descriptor >= 0 && error->descriptor <= 2;
}

static void move_text(char **to, char **from)
{
    free(*to);
    *to = *from;
    *from = NULL;
}

/* Where the last pointer went, as lastptr tells it. */
static void tell_loss(struct ll_valgrind_error *error, struct ll_diag *diag)
{
    if (error->how == NULL || !ll_loss_from_name(error->how, &diag->how))
        diag->how = LL_LOSS_UNKNOWN;
    move_stack(&diag->lost, &error->parts[error->lost_part].stack);
    move_text(&diag->variable, &error->variable);
    move_text(&diag->declared, &error->declared);
    diag->return_line = error->return_line;
    diag->ring_blocks = error->ring_blocks;
    diag->ring_bytes = error->ring_bytes;
    diag->inside =
        error->confidence != NULL && strcmp(error->confidence, "inside") == 0;
    diag->approximate = error->confidence != NULL && !diag->inside &&
                        strcmp(error->confidence, "exact") != 0;
}

bool ll_valgrind_diagnose(struct ll_valgrind_error *error, struct ll_diag *diag)
{
    static const struct kind other = {NULL, LL_OTHER, NULL};
    const struct kind *kind = &other;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (error->kind != NULL && strcmp(error->kind, kinds[i].name) == 0)
            kind = &kinds[i];
    ll_diag_init(diag, kind->kind);
    if (error->part_count > 0) {
        diag->what = error->parts[0].text;
        error->parts[0].text = NULL;
        move_stack(&diag->at, &error->parts[0].stack);
    }
    bool told = true;
    for (size_t i = 1; i < error->part_count; i++) {
        if (i == error->lost_part)
            tell_loss(error, diag);
        else
            told = tell_more(diag, &error->parts[i]) && told;
    }
    return told && (kind->tell == NULL || kind->tell(error, diag));
}

bool ll_valgrind_add_words(struct ll_diag *diag, const char *before, const char *after)
{
    struct ll_witness *witness = &diag->witnesses[0];
    char *raw = NULL;
    if (asprintf(&raw, "%s%s%s", before, witness->raw == NULL ? "" : witness->raw,
                 after) < 0)
        return false;
    free(witness->raw);
    witness->raw = raw;
    return true;
}
