/* SPDX-License-Identifier: MIT */
#include "diag/warning.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/text.h"
#include "diag/body.h"
#include "diag/cython.h"
#include "diag/escape.h"
#include "diag/explain.h"

enum { WARNINGS_MAX = 1000 }; /* a hostile source may cause any number */

static void release(struct ll_warning *warning)
{
    free(warning->file);
    free(warning->function);
    free(warning->text);
    free(warning->option);
    *warning = (struct ll_warning){0};
}

void ll_warnings_release(struct ll_warnings *warnings)
{
    for (size_t i = 0; i < warnings->count; i++)
        release(&warnings->items[i]);
    free(warnings->items);
    *warnings = (struct ll_warnings){0};
}

/* ---- reading --------------------------------------------------------------------- */

/* The number after ':' at `*at`, which moves behind it; 0: there is none. */
static unsigned take_number(const char **at)
{
    if (**at != ':' || !isdigit((unsigned char)(*at)[1]))
        return 0;
    char *end;
    unsigned long value = strtoul(*at + 1, &end, 10);
    *at = end;
    return value > 0x7fffffff ? 0 : (unsigned)value;
}

/* The end of the file's name in "a:b.c:12:5: ...": where a number follows. */
static const char *find_line(const char *line, size_t length)
{
    for (const char *p = line; p < line + length; p++)
        if (p > line && p[0] == ':' && isdigit((unsigned char)p[1]))
            return p;
    return NULL;
}

/* Read "x.c:5:17: warning: words [-Wformat=]". A compiler may speak another language:
 * then the option at the end tells that it is a warning. False when it is none. */
static bool read_warning(const char *line, size_t length, struct ll_warning *warning,
                         bool *failed)
{
    static const char word[] = "warning: ";
    const char *end = line + length, *at = find_line(line, length), *text;
    *warning = (struct ll_warning){0};
    if (at == NULL)
        return false;
    const char *file_end = at;
    warning->line = take_number(&at);
    warning->column = take_number(&at);
    if (warning->line == 0 || end - at < 3 || at[0] != ':' || at[1] != ' ')
        return false;
    text = at + 2;
    const char *option = end > text && end[-1] == ']'
                             ? memrchr(text, '[', length - (size_t)(text - line))
                             : NULL;
    bool has_option = option != NULL && ll_starts_with(option, "[-W");
    bool is_named = (size_t)(end - text) > strlen(word) && ll_starts_with(text, word);
    if (!is_named && !(has_option && memchr(text, ':', (size_t)(end - text)) != NULL))
        return false;
    text = is_named ? text + strlen(word)
                    : (const char *)memchr(text, ':', (size_t)(end - text)) + 2;
    if (has_option)
        end = option > text && option[-1] == ' ' ? option - 1 : option;
    warning->file = strndup(line, (size_t)(file_end - line));
    warning->text = strndup(text, end > text ? (size_t)(end - text) : 0);
    if (has_option)
        warning->option = strndup(option + 1, (size_t)(line + length - option) - 2);
    *failed = warning->file == NULL || warning->text == NULL ||
              (has_option && warning->option == NULL);
    return true;
}

/* "x.c: In function 'main':": in which function the warnings below are. The quotes may
 * be those of Unicode. */
static bool read_function(const char *line, size_t length, char **function)
{
    static const char words[] = ": In function ";
    const char *at = memmem(line, length, words, strlen(words));
    if (at == NULL)
        return true;
    at += strlen(words);
    while (at < line + length && !isalnum((unsigned char)*at) && *at != '_')
        at++;
    const char *end = at;
    while (end < line + length && (isalnum((unsigned char)*end) || *end == '_'))
        end++;
    free(*function);
    *function = strndup(at, (size_t)(end - at));
    return *function != NULL;
}

/* "-Wformat=" of one compiler is "-Wformat" of the other. */
static bool same_option(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return false;
    size_t length = strcspn(a, "=");
    return length == strcspn(b, "=") && strncmp(a, b, length) == 0;
}

static bool is_known(const struct ll_warnings *warnings, const struct ll_warning *one)
{
    for (size_t i = 0; i < warnings->count; i++) {
        const struct ll_warning *known = &warnings->items[i];
        if (known->line == one->line && strcmp(known->file, one->file) == 0 &&
            (strcmp(known->text, one->text) == 0 ||
             (known->column == one->column && same_option(known->option, one->option))))
            return true;
    }
    return false;
}

static bool add(struct ll_warnings *warnings, struct ll_warning *one,
                const char *function)
{
    if (is_known(warnings, one) || warnings->count == WARNINGS_MAX) {
        release(one);
        return true;
    }
    if (!ll_set_text(&one->function, function) ||
        !LL_GROW(warnings->items, warnings->count, warnings->cap)) {
        release(one);
        return false;
    }
    warnings->items[warnings->count++] = *one;
    return true;
}

int ll_warnings_read(struct ll_warnings *warnings, const char *said,
                     struct ll_error *err)
{
    char *function = NULL;
    bool good = true;
    while (good && said != NULL && *said != '\0') {
        size_t length = strcspn(said, "\n");
        struct ll_warning one;
        bool failed = false;
        good = read_function(said, length, &function);
        if (good && read_warning(said, length, &one, &failed)) {
            good = !failed && add(warnings, &one, function);
            if (failed)
                release(&one);
        }
        said += length + (said[length] == '\n');
    }
    free(function);
    return good ? 0 : ll_fail_memory(err);
}

/* ---- Cython ---------------------------------------------------------------------- */

static bool rename_one(struct ll_warning *warning)
{
    struct ll_frame frame = {.function = warning->function, .file = warning->file};
    struct ll_stack stack = {.frames = &frame, .count = 1};
    if (!ll_cython_is_in(&stack))
        return true;
    bool ok = ll_cython_rename_stack(&stack) && ll_cython_rename_words(&warning->text);
    warning->function = frame.function;
    return ok;
}

bool ll_warnings_rename(struct ll_warnings *warnings)
{
    size_t kept = 0;
    bool ok = true;
    for (size_t i = 0; i < warnings->count; i++) {
        struct ll_warning *warning = &warnings->items[i];
        ok = ok && rename_one(warning);
        if (warning->text == NULL)
            release(warning);
        else
            warnings->items[kept++] = *warning;
    }
    warnings->count = kept;
    return ok;
}

/* ---- which fault ----------------------------------------------------------------- */

static bool is_at(const struct ll_warning *warning, const struct ll_frame *frame)
{
    return frame != NULL && frame->line == warning->line &&
           strcmp(frame->file, warning->file) == 0;
}

/* Whether the warning is about a line of the frame's function. Not every compiler tells
 * which function it is: then the source does. */
static bool is_in_function(const struct ll_warning *warning,
                           const struct ll_frame *frame)
{
    if (frame == NULL || warning->function != NULL)
        return frame != NULL && ll_same_text(frame->function, warning->function);
    struct ll_body body = LL_BODY_INIT;
    bool inside = strcmp(frame->file, warning->file) == 0 &&
                  ll_body_read(&body, frame) && body.tokens.count > 0 &&
                  body.tokens.items[0].line <= warning->line &&
                  body.tokens.items[body.tokens.count - 1].line >= warning->line;
    ll_body_release(&body);
    return inside;
}

/* Whether the text has the name in quotes: 'n', `n' or those of Unicode. */
static bool names(const char *text, const char *name)
{
    size_t length = strlen(name);
    for (const char *p = text; (p = strstr(p, name)) != NULL; p++)
        if (p > text && strchr("'`\"\x98", p[-1]) != NULL && p[length] != '\0' &&
            strchr("'\"\xe2", p[length]) != NULL)
            return true;
    return false;
}

/* Whether it names the variable that the fault is about, or one of them. */
static bool names_variable(const char *text, const struct ll_diag *diag)
{
    bool found = diag->variable != NULL && names(text, diag->variable);
    for (size_t i = 0; i < diag->values.count && !found; i++)
        found = diag->kind == LL_UNINITIALISED &&
                ll_value_is_unset(&diag->values.items[i]) &&
                names(text, diag->values.items[i].name);
    return found;
}

/* The warnings that tell of what goes wrong when the program runs. */
static bool explains_faults(const char *option)
{
    static const char *const options[] = {
        "-Wuninitialized",
        "-Wmaybe-uninitialized",
        "-Winfinite-recursion",
        "-Wformat",
        "-Wreturn-local-addr",
        "-Wreturn-stack-address",
        "-Wint-conversion",
        "-Wincompatible-pointer-types",
        "-Wimplicit-function-declaration",
        "-Wreturn-type",
        "-Wstringop-overflow",
        "-Wstringop-overread",
        "-Warray-bounds",
        "-Wdiv-by-zero",
        "-Wdivision-by-zero",
        "-Wuse-after-free",
        "-Wdangling-pointer",
        "-Wfree-nonheap-object",
        "-Wmismatched-dealloc",
        "-Wsizeof-pointer-memaccess",
        "-Wunused-result",
        "-Woverflow",
        "-Wmemset-transposed-args",
        "-Wnonnull",
        "-Wrestrict",
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (same_option(option, options[i]))
            return true;
    return false;
}

/* Whether a warning of that option about a function may explain a fault in it. */
static bool may_explain(const char *option, enum ll_kind kind)
{
    bool is_freed = kind == LL_USE_AFTER_FREE || kind == LL_DOUBLE_FREE ||
                    kind == LL_INVALID_FREE || kind == LL_CRASH;
    if (same_option(option, "-Winfinite-recursion"))
        return kind == LL_CRASH;
    return explains_faults(option) &&
           (is_freed || !same_option(option, "-Wuse-after-free"));
}

static bool is_local_returned(const struct ll_warning *warning)
{
    return same_option(warning->option, "-Wreturn-local-addr") ||
           same_option(warning->option, "-Wreturn-stack-address");
}

bool ll_warning_concerns(const struct ll_warning *warning, const struct ll_diag *diag,
                         const char *const *roots)
{
    const struct ll_stack *stacks[] = {&diag->at, &diag->allocated, &diag->freed,
                                       &diag->lost};
    bool in_function = false;
    for (size_t i = 0; i < sizeof stacks / sizeof *stacks; i++) {
        const struct ll_frame *own = ll_stack_own(stacks[i], roots);
        if (is_at(warning, own))
            return true;
        in_function = in_function || is_in_function(warning, own);
    }
    if (in_function && names_variable(warning->text, diag))
        return true;
    if (diag->place.is_null && is_local_returned(warning))
        return true;
    return in_function && !ll_kind_is_leak(diag->kind) &&
           may_explain(warning->option, diag->kind);
}

/* ---- what they prove ------------------------------------------------------------- */

/* The name in the first quotes. New string; NULL with `*failed` as it was: none. */
static char *quoted_name(const char *text, bool *failed)
{
    const char *at = strpbrk(text, "'`\xe2");
    while (at != NULL && *at != '\0' && !isalpha((unsigned char)*at) && *at != '_')
        at++;
    size_t length = 0;
    while (at != NULL && (isalnum((unsigned char)at[length]) || at[length] == '_'))
        length++;
    if (length == 0)
        return NULL;
    char *name = strndup(at, length);
    *failed = *failed || name == NULL;
    return name;
}

/* Make a crash the sequel of the value that had none. */
static bool make_unset(struct ll_diag *crash, const struct ll_warning *warning)
{
    struct ll_buf sequel = LL_BUF_INIT;
    bool failed = false;
    char *name = quoted_name(warning->text, &failed);
    ll_buf_puts(&sequel, "In the same line this followed: ");
    ll_diag_headline(crash, &sequel);
    ll_buf_addf(&sequel, ".%s%s", crash->sequel == NULL ? "" : " ",
                crash->sequel == NULL ? "" : crash->sequel);
    if (failed || sequel.full || !ll_set_text(&crash->sequel, ll_buf_text(&sequel))) {
        free(name);
        ll_buf_release(&sequel);
        return false;
    }
    ll_buf_release(&sequel);
    free(crash->variable);
    crash->variable = name;
    crash->kind = LL_UNINITIALISED;
    crash->place = (struct ll_place){0};
    for (size_t i = 0; i < crash->witness_count; i++)
        crash->witnesses[i].of_sequel = true;
    return true;
}

int ll_warnings_explain_nulls(const struct ll_warnings *warnings,
                              struct ll_diags *diags, const char *const *roots,
                              struct ll_error *err)
{
    for (size_t i = 0; i < diags->count; i++)
        for (size_t w = 0; w < warnings->count; w++) {
            struct ll_diag *diag = &diags->items[i];
            const struct ll_warning *warning = &warnings->items[w];
            const struct ll_frame returns = {.function = warning->function,
                                             .file = warning->file,
                                             .line = warning->line};
            bool is_access = diag->kind == LL_CRASH || ll_kind_is_access(diag->kind);
            if (is_access && diag->place.is_null && warning->function != NULL &&
                is_local_returned(warning) &&
                !ll_escape_explain_null(diag, &returns, roots))
                return ll_fail_memory(err);
        }
    return 0;
}

int ll_warnings_explain(const struct ll_warnings *warnings, struct ll_diags *diags,
                        const char *const *roots, struct ll_error *err)
{
    for (size_t i = 0; i < diags->count; i++)
        for (size_t w = 0; w < warnings->count; w++) {
            struct ll_diag *diag = &diags->items[i];
            const struct ll_warning *warning = &warnings->items[w];
            if (diag->place.is_null && is_local_returned(warning))
                diag->place.may_be_local = true;
            if (diag->kind == LL_CRASH &&
                same_option(warning->option, "-Wuninitialized") &&
                is_at(warning, ll_stack_own(&diag->at, roots)) &&
                !make_unset(diag, warning))
                return ll_fail_memory(err);
        }
    return 0;
}
