/* SPDX-License-Identifier: MIT */
#include "diag/pairs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "diag/allocator.h"
#include "diag/source.h"
#include "diag/words.h"
#include "pairs_known.h"

const char *const ll_pairs_known[] = {LL_PAIRS_KNOWN, NULL};

/* ---- a file of pairs ------------------------------------------------------- */

static int take_line(const char *path, unsigned number, char *line,
                     struct ll_strings *pairs, struct ll_error *err)
{
    static const char blanks[] = " \t\r\n";
    line[strcspn(line, "#")] = '\0';
    char *rest = NULL;
    const char *opener = strtok_r(line, blanks, &rest);
    const char *closer = opener == NULL ? NULL : strtok_r(NULL, blanks, &rest);
    if (opener == NULL)
        return 0;
    ll_strings_addf(pairs, "%s:%s", opener, closer == NULL ? "" : closer);
    if (ll_strings_ok(pairs, err) != 0)
        return -1;
    if (closer != NULL && ll_allocator_is_valid(pairs->items[pairs->count - 1]))
        return 0;
    return ll_fail(err, LL_FAULT_INPUT,
                   "%s:%u: a line has the names of two functions, the one that "
                   "allocates first, as in 'regcomp regfree'",
                   path, number);
}

int ll_pairs_read(const char *path, struct ll_strings *pairs, struct ll_error *err)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t size = 0;
    int result = 0;
    if (file == NULL)
        return ll_fail(err, LL_FAULT_INPUT, "cannot open '%s': %s", path,
                       strerror(errno));
    errno = 0;
    for (unsigned number = 1; result == 0 && getline(&line, &size, file) >= 0; number++)
        result = take_line(path, number, line, pairs, err);
    if (result == 0 && ferror(file))
        result =
            ll_fail(err, LL_FAULT_INPUT, "cannot read '%s': %s", path, strerror(errno));
    free(line);
    fclose(file);
    return result;
}

/* ---- the pair of a call ---------------------------------------------------- */

/* Whether the function is the one of that name, by whatever name the library has it:
 * "regexec@@GLIBC_2.3.4", "__asprintf_chk", "fopen64", "__scandir64_tail",
 * "deflateInit_", "__interceptor_asprintf". */
static bool is_called(const char *function, const char *name, size_t length)
{
    static const char *const begins[] = {"IO_", "interceptor_", "wrap_"};
    static const char *const ends[] = {"",      "_",       "_chk",     "64",
                                       "_tail", "64_tail", "_internal"};
    function += strspn(function, "_");
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (ll_starts_with(function, begins[i]))
            function += strlen(begins[i]);
    if (strncmp(function, name, length) != 0)
        return false;
    size_t rest = strcspn(function + length, "@");
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (strlen(ends[i]) == rest && memcmp(function + length, ends[i], rest) == 0)
            return true;
    return false;
}

static const char *row_of(const char *function, const char *const *pairs)
{
    for (; *pairs != NULL; pairs++) {
        size_t length = 0;
        const char *name = ll_allocator_name(*pairs, &length);
        if (is_called(function, name, length))
            return *pairs;
    }
    return NULL;
}

static bool is_in_line(const char *row, const char *line)
{
    size_t length = 0;
    const char *name = ll_allocator_name(row, &length);
    return ll_find_word(line, line, name, length) != NULL;
}

static bool is_freed(const char *row)
{
    return ll_ends_with(row, ":free");
}

/* getline goes over into getdelim: the line of the call says which one it calls, of
 * those with the same closer. */
static const char *row_in_line(const struct ll_frame *call, const char *row,
                               const char *const *pairs)
{
    struct ll_buf line = LL_BUF_INIT;
    const char *found = row;
    if (ll_source_line(call, &line) && !is_in_line(row, ll_buf_text(&line)))
        for (; *pairs != NULL && found == row; pairs++)
            if (strcmp(strchr(*pairs, ':'), strchr(row, ':')) == 0 &&
                is_in_line(*pairs, ll_buf_text(&line)))
                found = *pairs;
    ll_buf_release(&line);
    return found;
}

/* sqlite3_open goes over into a function that has no name in the library: it is the
 * opener, if the line calls only one. */
static const char *only_row_in_line(const struct ll_frame *call,
                                    const char *const *pairs)
{
    struct ll_buf line = LL_BUF_INIT;
    const char *found = NULL;
    size_t count = 0;
    if (ll_source_line(call, &line))
        for (; *pairs != NULL; pairs++)
            if (!is_freed(*pairs) && is_in_line(*pairs, ll_buf_text(&line))) {
                found = *pairs;
                count++;
            }
    ll_buf_release(&line);
    return count == 1 ? found : NULL;
}

/* The row for the call in that frame, of the function in the frame before it; NULL:
 * none. */
static const char *row_for(const struct ll_frame *call, const char *const *pairs)
{
    const char *function = call[-1].function;
    const char *row = function == NULL ? NULL : row_of(function, pairs);
    return function == NULL ? only_row_in_line(call, pairs)
           : row == NULL    ? NULL
                            : row_in_line(call, row, pairs);
}

static bool is_unpaired(const struct ll_diag *diag)
{
    bool leak = ll_kind_is_leak(diag->kind) && diag->kind != LL_LOST_REFERENCE;
    return (leak || diag->kind == LL_DESCRIPTOR_LEAK) && diag->allocated_by == NULL &&
           diag->freed_by == NULL;
}

int ll_pairs_settle(struct ll_diags *diags, const struct ll_strings *more,
                    const char *const *roots, struct ll_error *err)
{
    for (size_t i = 0; i < diags->count; i++) {
        struct ll_diag *diag = &diags->items[i];
        const struct ll_frame *own = ll_stack_own(&diag->allocated, roots);
        if (!is_unpaired(diag) || own == NULL || own == diag->allocated.frames)
            continue;
        const char *row = row_for(own, ll_strings_argv(more));
        if (row == NULL)
            row = row_for(own, ll_pairs_known);
        if (row == NULL)
            continue;
        size_t length = 0;
        const char *opener = ll_allocator_name(row, &length);
        diag->allocated_by = strndup(opener, length);
        diag->freed_by = strdup(opener + length + 1);
        if (ll_same_text(ll_lost_inside(diag), diag->allocated_by))
            diag->inside = false; /* what it returned was not kept */
        if (!is_freed(row)) /* how its blocks lead to each other is the library's own */
            diag->ring_blocks = diag->ring_bytes = 0;
        if (diag->allocated_by == NULL || diag->freed_by == NULL)
            return ll_fail_memory(err);
    }
    return 0;
}
