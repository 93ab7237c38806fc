/* SPDX-License-Identifier: MIT */
#include "diag/terms.h"

#include <ctype.h>
#include <string.h>

#include "base/spelling.h"

enum { WORD_MAX = 64 };

#define ONE(word, a)                                                                   \
    {                                                                                  \
        word, {a}, 1                                                                   \
    }
#define TWO(word, a, b)                                                                \
    {                                                                                  \
        word, {a, b}, 2                                                                \
    }
#define LEAKS(word)                                                                    \
    {                                                                                  \
        word, {LL_DEFINITELY_LOST, LL_INDIRECTLY_LOST, LL_POSSIBLY_LOST,               \
               LL_STILL_REACHABLE, LL_KEPT_TOO_LONG,   LL_LOST_REFERENCE},             \
            6                                                                          \
    }
#define ACCESS(word) TWO(word, LL_INVALID_WRITE, LL_INVALID_READ)

/* clang-format off */
static const struct ll_term terms[] = {
    /* the names of the kinds themselves */
    ONE("definitely lost", LL_DEFINITELY_LOST),
    ONE("indirectly lost", LL_INDIRECTLY_LOST),
    ONE("possibly lost", LL_POSSIBLY_LOST),
    ONE("still reachable", LL_STILL_REACHABLE),
    ONE("kept too long", LL_KEPT_TOO_LONG),
    ONE("invalid read", LL_INVALID_READ),
    ONE("invalid write", LL_INVALID_WRITE),
    ONE("use after free", LL_USE_AFTER_FREE),
    ONE("double free", LL_DOUBLE_FREE),
    ONE("invalid free", LL_INVALID_FREE),
    ONE("mismatched free", LL_MISMATCHED_FREE),
    ONE("uninitialised", LL_UNINITIALISED),
    ONE("overlap", LL_OVERLAP),
    ONE("bad size", LL_BAD_SIZE),
    ONE("signed overflow", LL_SIGNED_OVERFLOW),
    ONE("bad shift", LL_BAD_SHIFT),
    ONE("division by zero", LL_DIVISION_BY_ZERO),
    ONE("stack escape", LL_STACK_ESCAPE),
    ONE("crash", LL_CRASH),
    ONE("descriptor leak", LL_DESCRIPTOR_LEAK),
    ONE("thread leak", LL_THREAD_LEAK),
    ONE("data race", LL_DATA_RACE),
    ONE("lock misuse", LL_LOCK_MISUSE),
    ONE("lost reference", LL_LOST_REFERENCE),
    ONE("other", LL_OTHER),

    LEAKS("leak"), LEAKS("memory leak"), LEAKS("leaked"), LEAKS("leaked memory"),
    LEAKS("lost block"), LEAKS("lost memory"), LEAKS("missing free"),
    ONE("direct leak", LL_DEFINITELY_LOST),
    ONE("indirect leak", LL_INDIRECTLY_LOST),
    ONE("unbounded growth", LL_KEPT_TOO_LONG), ONE("memory bloat", LL_KEPT_TOO_LONG),

    ACCESS("buffer overflow"), ACCESS("heap buffer overflow"),
    ACCESS("stack buffer overflow"), ACCESS("global buffer overflow"),
    ACCESS("dynamic stack buffer overflow"), ACCESS("container overflow"),
    ACCESS("heap overflow"), ACCESS("array overflow"), ACCESS("buffer overrun"),
    ACCESS("overflow"), ACCESS("buffer underflow"), ACCESS("heap buffer underflow"),
    ACCESS("stack buffer underflow"), ACCESS("underflow"), ACCESS("buffer underrun"),
    ACCESS("out of bounds"), ACCESS("out of bounds access"),
    ACCESS("index out of bounds"), ACCESS("array index out of bounds"),
    ACCESS("off by one"), ACCESS("invalid access"),
    ONE("stack smashing", LL_INVALID_WRITE), ONE("out of bounds write", LL_INVALID_WRITE),
    ONE("illegal write", LL_INVALID_WRITE), ONE("out of bounds read", LL_INVALID_READ),
    ONE("buffer overread", LL_INVALID_READ), ONE("buffer over read", LL_INVALID_READ),
    ONE("illegal read", LL_INVALID_READ),

    TWO("dangling pointer", LL_USE_AFTER_FREE, LL_STACK_ESCAPE),
    ONE("heap use after free", LL_USE_AFTER_FREE),
    ONE("use of freed memory", LL_USE_AFTER_FREE),
    ONE("use after close", LL_USE_AFTER_FREE), ONE("double close", LL_DOUBLE_FREE),
    ONE("stack use after return", LL_STACK_ESCAPE),
    ONE("stack use after scope", LL_STACK_ESCAPE),
    ONE("use after return", LL_STACK_ESCAPE), ONE("use after scope", LL_STACK_ESCAPE),
    ONE("returned local", LL_STACK_ESCAPE), ONE("return of local address", LL_STACK_ESCAPE),
    ONE("address of local variable", LL_STACK_ESCAPE),
    ONE("escaping stack address", LL_STACK_ESCAPE),

    ONE("integer overflow", LL_SIGNED_OVERFLOW),
    ONE("signed integer overflow", LL_SIGNED_OVERFLOW),
    ONE("arithmetic overflow", LL_SIGNED_OVERFLOW),
    ONE("shift out of bounds", LL_BAD_SHIFT), ONE("invalid shift", LL_BAD_SHIFT),
    ONE("shift exponent", LL_BAD_SHIFT),
    ONE("divide by zero", LL_DIVISION_BY_ZERO), ONE("divide by 0", LL_DIVISION_BY_ZERO),
    ONE("division by 0", LL_DIVISION_BY_ZERO), ONE("modulo by zero", LL_DIVISION_BY_ZERO),
    ONE("integer divide by zero", LL_DIVISION_BY_ZERO),

    ONE("freed twice", LL_DOUBLE_FREE), ONE("attempting double free", LL_DOUBLE_FREE),
    ONE("bad free", LL_INVALID_FREE), ONE("wrong free", LL_INVALID_FREE),
    ONE("invalid pointer", LL_INVALID_FREE), ONE("free of non heap memory", LL_INVALID_FREE),
    ONE("alloc dealloc mismatch", LL_MISMATCHED_FREE),
    ONE("mismatched deallocation", LL_MISMATCHED_FREE),
    ONE("mismatched delete", LL_MISMATCHED_FREE),

    ONE("uninitialized", LL_UNINITIALISED),
    ONE("uninitialised value", LL_UNINITIALISED), ONE("uninitialized value", LL_UNINITIALISED),
    ONE("uninitialised variable", LL_UNINITIALISED),
    ONE("uninitialized variable", LL_UNINITIALISED),
    ONE("uninitialised memory", LL_UNINITIALISED),
    ONE("uninitialized memory", LL_UNINITIALISED),
    ONE("uninitialised read", LL_UNINITIALISED), ONE("uninitialized read", LL_UNINITIALISED),
    ONE("uninitialised use", LL_UNINITIALISED), ONE("uninitialized use", LL_UNINITIALISED),
    ONE("use of uninitialised value", LL_UNINITIALISED),
    ONE("use of uninitialized value", LL_UNINITIALISED),
    ONE("unset value", LL_UNINITIALISED), ONE("unset variable", LL_UNINITIALISED),
    ONE("not initialised", LL_UNINITIALISED), ONE("not initialized", LL_UNINITIALISED),
    ONE("garbage value", LL_UNINITIALISED), ONE("conditional jump", LL_UNINITIALISED),
    ONE("conditional jump or move depends on uninitialised value(s)", LL_UNINITIALISED),

    ONE("segfault", LL_CRASH), ONE("segmentation fault", LL_CRASH),
    ONE("segmentation violation", LL_CRASH), ONE("sigsegv", LL_CRASH),
    ONE("segv", LL_CRASH), ONE("core dumped", LL_CRASH), ONE("abort", LL_CRASH),
    ONE("aborted", LL_CRASH), ONE("sigabrt", LL_CRASH), ONE("bus error", LL_CRASH),
    ONE("sigbus", LL_CRASH), ONE("sigfpe", LL_CRASH),
    ONE("floating point exception", LL_CRASH), ONE("division by zero", LL_CRASH),
    ONE("divide by zero", LL_CRASH), ONE("stack overflow", LL_CRASH),
    ONE("null pointer", LL_CRASH), ONE("null pointer dereference", LL_CRASH),
    ONE("null dereference", LL_CRASH), ONE("null", LL_CRASH),

    ONE("memcpy param overlap", LL_OVERLAP), ONE("overlapping memcpy", LL_OVERLAP),
    ONE("overlapping memory", LL_OVERLAP),
    ONE("source and destination overlap", LL_OVERLAP),
    ONE("fishy value", LL_BAD_SIZE), ONE("negative size", LL_BAD_SIZE),
    ONE("negative size param", LL_BAD_SIZE), ONE("allocation size too big", LL_BAD_SIZE),
    ONE("calloc overflow", LL_BAD_SIZE),

    ONE("reference leak", LL_LOST_REFERENCE), ONE("refleak", LL_LOST_REFERENCE),
    ONE("refcount leak", LL_LOST_REFERENCE), ONE("reference count leak", LL_LOST_REFERENCE),
    ONE("missing decref", LL_LOST_REFERENCE), ONE("missing py decref", LL_LOST_REFERENCE),

    ONE("file descriptor leak", LL_DESCRIPTOR_LEAK), ONE("fd leak", LL_DESCRIPTOR_LEAK),
    ONE("file leak", LL_DESCRIPTOR_LEAK), ONE("resource leak", LL_DESCRIPTOR_LEAK),
    ONE("open file", LL_DESCRIPTOR_LEAK), ONE("unclosed file", LL_DESCRIPTOR_LEAK),
    ONE("open descriptor", LL_DESCRIPTOR_LEAK),

    ONE("lost thread", LL_THREAD_LEAK), ONE("leaked thread", LL_THREAD_LEAK),
    ONE("unjoined thread", LL_THREAD_LEAK), ONE("missing join", LL_THREAD_LEAK),
    ONE("missing pthread join", LL_THREAD_LEAK), ONE("zombie thread", LL_THREAD_LEAK),

    ONE("race", LL_DATA_RACE), ONE("race condition", LL_DATA_RACE),
    ONE("possible data race", LL_DATA_RACE), ONE("datarace", LL_DATA_RACE),
    ONE("unprotected access", LL_DATA_RACE), ONE("missing lock", LL_DATA_RACE),
    ONE("deadlock", LL_LOCK_MISUSE), ONE("lock order", LL_LOCK_MISUSE),
    ONE("lock order inversion", LL_LOCK_MISUSE), ONE("double lock", LL_LOCK_MISUSE),
    ONE("double unlock", LL_LOCK_MISUSE), ONE("missing unlock", LL_LOCK_MISUSE),

    ONE("undefined behaviour", LL_OTHER), ONE("undefined behavior", LL_OTHER),
};
/* clang-format on */
#define COUNT (sizeof terms / sizeof *terms)

/* Where the name of a fault ends in a tool's words: "Invalid read of size 4", "Invalid
 * free() / delete". */
static const char *name_end(const char *word)
{
    static const char *const ends[] = {" /", " of size ", " in memcpy"};
    const char *end = word + strlen(word);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const char *at = strstr(word, ends[i]);
        end = at != NULL && at < end ? at : end;
    }
    return end;
}

/* Write `word` as the table has it. False: it is too long to be one. */
static bool normalise(const char *word, char *out)
{
    size_t length = 0;
    for (const char *end = name_end(word); word < end; word++) {
        if (word[0] == '(' && word[1] == ')') {
            word++;
            continue;
        }
        bool gap = *word == '-' || *word == '_' || isspace((unsigned char)*word);
        if (gap && (length == 0 || out[length - 1] == ' '))
            continue;
        if (length + 1 == WORD_MAX)
            return false;
        out[length++] = gap ? ' ' : (char)tolower((unsigned char)*word);
    }
    length -= length > 0 && out[length - 1] == ' ';
    out[length] = '\0';
    return length > 0;
}

static const struct ll_term *find(const char *word)
{
    for (size_t i = 0; i < COUNT; i++)
        if (strcmp(terms[i].word, word) == 0)
            return &terms[i];
    return NULL;
}

const struct ll_term *ll_term_find(const char *word)
{
    char normal[WORD_MAX];
    if (!normalise(word, normal))
        return NULL;
    const struct ll_term *term = find(normal);
    size_t length = strlen(normal);
    if (term == NULL && length > 1 && normal[length - 1] == 's') {
        normal[length - 1] = '\0';
        term = find(normal);
    }
    return term;
}

bool ll_term_means(const struct ll_term *term, enum ll_kind kind)
{
    for (size_t i = 0; i < term->count; i++)
        if (term->kinds[i] == kind)
            return true;
    return false;
}

void ll_term_suggest(const char *word, struct ll_buf *out)
{
    char normal[WORD_MAX];
    if (!normalise(word, normal))
        return;
    struct ll_spelling spelling = ll_spelling_of(normal);
    for (size_t i = 0; i < COUNT; i++)
        ll_spelling_try(&spelling, terms[i].word);
    if (spelling.nearest != NULL)
        ll_buf_addf(out, ": did you mean '%s'?", spelling.nearest);
}
