/* SPDX-License-Identifier: MIT */
#include "base/strings.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

void ll_strings_release(struct ll_strings *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->items[i]);
    free(list->items);
    *list = (struct ll_strings)LL_STRINGS_INIT;
}

/* Append `text` and take ownership of it. NULL means that its allocation failed. */
static bool append(struct ll_strings *list, char *text)
{
    if (text == NULL || list->full)
        goto failed;
    if (!LL_GROW(list->items, list->count + 1, list->cap)) /* + 1: the final NULL */
        goto failed;
    list->items[list->count++] = text;
    list->items[list->count] = NULL;
    return true;

failed:
    free(text);
    list->full = true;
    return false;
}

bool ll_strings_add(struct ll_strings *list, const char *text)
{
    return append(list, strdup(text));
}

bool ll_strings_addf(struct ll_strings *list, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = NULL;
    if (vasprintf(&text, format, args) < 0)
        text = NULL;
    va_end(args);
    return append(list, text);
}

bool ll_strings_add_all(struct ll_strings *list, const char *const *texts)
{
    for (; texts != NULL && *texts != NULL; texts++)
        ll_strings_add(list, *texts);
    return !list->full;
}

bool ll_strings_has(const struct ll_strings *list, const char *text)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], text) == 0)
            return true;
    return false;
}

int ll_strings_ok(const struct ll_strings *list, struct ll_error *err)
{
    return list->full ? ll_fail_memory(err) : 0;
}

const char *const *ll_strings_argv(const struct ll_strings *list)
{
    static const char *const empty[] = {NULL};
    return list->items == NULL ? empty : (const char *const *)list->items;
}
