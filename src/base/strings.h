/* SPDX-License-Identifier: MIT
 *
 * strings: a growing, NULL-terminated list of strings: an argv, an environment,
 * a list of files.
 *
 * The list owns its strings. Like a buffer, it sets `full` when an addition fails. So
 * a caller can add many times and check once with ll_strings_ok().
 */
#ifndef LL_BASE_STRINGS_H
#define LL_BASE_STRINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct ll_strings {
    char **items; /* owned, NULL-terminated; NULL while nothing was added */
    size_t count;
    size_t cap;
    bool full; /* memory ran out: strings are missing */
};

#define LL_STRINGS_INIT                                                                \
    {                                                                                  \
        0                                                                              \
    }

void ll_strings_release(struct ll_strings *list);

/* Append a copy of `text`. False when memory ran out. */
bool ll_strings_add(struct ll_strings *list, const char *text);
bool ll_strings_addf(struct ll_strings *list, const char *format, ...) LL_PRINTF(2, 3);

/* Append copies of a NULL-terminated array; NULL counts as empty. */
bool ll_strings_add_all(struct ll_strings *list, const char *const *texts);

bool ll_strings_has(const struct ll_strings *list, const char *text);

/* 0 when every addition succeeded, else "out of memory" and -1. */
int ll_strings_ok(const struct ll_strings *list, struct ll_error *err) LL_MUST_CHECK;

/* The list as an argv, never NULL; borrowed: valid until the next change. */
const char *const *ll_strings_argv(const struct ll_strings *list);

#endif
