/* SPDX-License-Identifier: MIT */
#include "session/has_include.h"

#include <string.h>

#include "base/text.h"

static const char question[] = "__has_include";

/* Whether `at` in `text` follows "defined", "defined(", "ifdef" or "ifndef". */
static bool only_asks_for_the_word(const char *text, const char *at)
{
    static const char *const before[] = {"defined", "ifdef", "ifndef"};
    while (at > text && strchr(" \t(", at[-1]) != NULL)
        at--;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        size_t length = strlen(before[i]);
        if ((size_t)(at - text) >= length &&
            strncmp(at - length, before[i], length) == 0)
            return true;
    }
    return false;
}

/* Append the name at `at`: (<name>) or ("name"). False if there is none. */
static bool add_name(const char *at, struct ll_strings *names)
{
    at += strspn(at, " \t");
    if (*at++ != '(')
        return false;
    at += strspn(at, " \t");
    const char *end = *at == '<' ? ">\n" : *at == '"' ? "\"\n" : NULL;
    if (end == NULL)
        return false;
    size_t length = strcspn(++at, end);
    return length > 0 && at[length] == end[0] &&
           ll_strings_addf(names, "%.*s", (int)length, at);
}

bool ll_has_include_names(const char *text, struct ll_strings *names)
{
    const char *at = text;
    while ((at = strstr(at, question)) != NULL) {
        const char *behind = at + strlen(question);
        if (!only_asks_for_the_word(text, at) && !add_name(behind, names))
            return false;
        at = behind;
    }
    return true;
}
